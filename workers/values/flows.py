"""Whether a data flow that the engine reports is real."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from workers import syntax
from workers.values.domain import GaveUp
from workers.values.interpreter import Interpreter, ask_function, ask_module, function_around, module_state
from workers.values.run import Question, Scope, Span
from workers.values.state import State

if TYPE_CHECKING:
    from tree_sitter import Node

log = logging.getLogger(__name__)
__all__ = ["PythonFile", "Question", "Span"]


class PythonFile:
    """One Python text; its module's own code is interpreted once for all questions."""

    def __init__(self, text: str) -> None:
        self._text = text.encode("utf-8", "surrogatepass")
        tree = syntax.parse("python", text)
        assert tree is not None  # noqa: S101 - there is a grammar for Python
        self._tree = tree

    def refuted(self, question: Question) -> frozenset[Span]:
        """The sinks that no source's data reaches, as far as that can be proven."""
        root = self._tree.root_node
        if root.has_error or any(_located(root, span) is None for span in question.sources):
            return frozenset()
        by_function: dict[Node | None, set[Span]] = {}
        for span in question.sinks:
            node = _located(root, span)
            if node is not None:
                by_function.setdefault(function_around(node), set()).add(span)
        found: set[Span] = set()
        for function, sinks in by_function.items():
            if function is None or function.type != "lambda":
                asked = Question(question.sources, frozenset(sinks), question.cleaned, question.checked)
                found |= self._refuted_in(function, asked)
        return frozenset(found)

    def _refuted_in(self, function: Node | None, question: Question) -> set[Span]:
        try:
            if function is None:
                run = ask_module(self._text, self._tree.root_node, question)
            else:
                run, base, scopes, issued = self._module
                run.restore(scopes, issued)
                ask_function(run, base, function, question)
        except (GaveUp, RecursionError) as reason:
            log.debug("a flow is not followed: %s", reason)
            return set()
        except Exception:
            log.exception("the interpreter failed, the flow stays")
            return set()
        return {span for span in question.sinks if not run.reached.get(span, False)}

    @cached_property
    def _module(self) -> tuple[Interpreter, State, dict[int, Scope], frozenset[int]]:
        run = Interpreter(self._text, self._tree.root_node, 0)
        base = module_state(run)
        return run, base, dict(run.scopes), run.symbols()


def _located(root: Node, span: Span) -> Node | None:
    """The expression that stands exactly there."""
    node = root.descendant_for_byte_range(*span)
    return node if node is not None and (node.start_byte, node.end_byte) == span else None
