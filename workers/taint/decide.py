"""The door of the interpreter: a Python text and a question in; for each sink found, refuted or unknown out.

A question is interpreted in two modes, which differ in what a call of unknown code does.
Optimistic: it gives out the data that went in, and changes nothing. A flow that reaches a sink even so is *found*.
Pessimistic: it may also put any input into any object that it was given. A sink that no data reaches even so is
*refuted*. For every other sink the answer is unknown, and the engine's match stands.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tree_sitter import Node

from workers.reading import syntax
from workers.reading.syntax import text_of
from workers.taint.heap import State
from workers.taint.interpreter import STEPS, Interpreter, ask_function, ask_module, function_around, module_state
from workers.taint.machine import Question, Scope, Span
from workers.taint.values import GaveUp

log = logging.getLogger(__name__)
__all__ = ["Flow", "PythonFile", "Question", "Span"]

_OPENING = re.compile(rb"[a-zA-Z]{0,2}(\"{3}|'{3}|\"|')$")
_CLOSING = re.compile(rb"\"{3}|'{3}|\"|'")
_MOST_SOURCES = 12
"""Sources that are tried one by one, to tell which of them it was."""
_STEPS_OF_FILE = 50 * STEPS
"""About fifteen seconds. The sinks of a file that takes longer are unknown from there on."""


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """Data of one kind gets from the source to the sink."""

    sink: Span
    kind: int
    source: Span
    doubtful: bool = False
    """Each way passes a function that is only by its name a check or a cleaner, e.g. ``sanitize(x)``."""


class PythonFile:
    """One Python text; its module's own code is interpreted once for all questions."""

    def __init__(self, text: str, steps: int = _STEPS_OF_FILE) -> None:
        """``steps``: what all questions together may cost."""
        self._left = steps
        self._text = text.encode("utf-8", "surrogatepass")
        tree = syntax.parse("python", text)
        assert tree is not None  # noqa: S101 - there is a grammar for Python
        self._root = tree.root_node
        self._tree = tree

    def exact(self, span: Span) -> Span | None:
        """The span of the expression that stands there. The engine leaves out the outer quotes of some texts."""
        before = _OPENING.search(self._text[max(0, span[0] - 5) : span[0]])
        after = _CLOSING.match(self._text[span[1] : span[1] + 3])
        starts = (span[0], span[0] - len(before[0])) if before else (span[0],)
        ends = (span[1], span[1] + len(after[0])) if after else (span[1],)
        wider = ((start, end) for start in starts for end in ends)
        return next((each for each in wider if _located(self._root, each) is not None), None)

    @property
    def is_clear(self) -> bool:
        return not self._root.has_error

    def found(self, question: Question, sinks: Mapping[Span, int]) -> list[Flow]:
        """The flows that reach their sink, sorted. ``sinks``: span → the kinds (bits) of data for which it is one."""
        flows: dict[tuple[Span, int], Flow] = {}
        for function in self._entries(question):
            reached = self._reached(function, question, optimistic=True) or {}
            for sink in sorted(reached.keys() & sinks.keys()):
                for kind in _bits(reached[sink] & sinks[sink]):
                    doubtful = not reached[sink] & kind << question.kinds
                    known = flows.get((sink, kind))
                    if known is None or (known.doubtful and not doubtful):
                        source = self._source(function, question, sink, kind, doubtful=doubtful)
                        flows[sink, kind] = Flow(sink, kind, source, doubtful)
        return sorted(flows.values())

    def refuted(self, question: Question) -> dict[Span, int]:
        """Sinks, by span → the kinds (bits) of data that provably do not reach them."""
        result: dict[Span, int] = {}
        by_function: dict[Node | None, set[Span]] = {}
        for span in question.sinks:
            node = _located(self._root, span)
            if node is not None:
                by_function.setdefault(function_around(node), set()).add(span)
        for function, sinks in by_function.items():
            if function is None or function.type != "lambda":
                reached = self._reached(function, replace(question, sinks=sinks), optimistic=False)
                if reached is not None:
                    result.update({span: ~reached.get(span, 0) for span in sinks})
        return result

    def _entries(self, question: Question) -> list[Node | None]:
        """Where to start: functions with a source, and functions with a sink that call one of these by name."""
        starts = {_function_of(self._root, span): None for span in sorted(question.sources)}
        names = {text_of(node.child_by_field_name("name")) for node in starts if node is not None}
        calls = re.compile(rf"\b({'|'.join(sorted(names))})\s*\(") if names else None
        for span in sorted(question.sinks):
            function = _function_of(self._root, span)
            if calls is not None and function not in starts and calls.search(text_of(function or self._root)):
                starts[function] = None
        return list(starts)

    def _source(self, function: Node | None, question: Question, sink: Span, kind: int, *, doubtful: bool) -> Span:
        """The first source whose data alone reaches the sink, unless ``doubtful`` without passing a check by name."""
        certain = kind << question.kinds
        tried = sorted(
            (span for span, kinds in question.sources.items() if kinds & kind),
            key=lambda span: (span[0] > sink[0], span),
        )
        for span in tried[:_MOST_SOURCES]:
            alone = replace(question, sources={span: kind | certain}, sinks=(sink,))
            if (self._reached(function, alone, optimistic=True) or {}).get(sink, 0) & (kind if doubtful else certain):
                return span
        return tried[0]

    def _reached(self, function: Node | None, question: Question, *, optimistic: bool) -> Mapping[Span, int] | None:
        """Sink → kinds of data that reach it; ``None`` where the function cannot be followed."""
        if self._left <= 0:
            return None
        machine: Interpreter | None = None
        try:
            if function is None:
                machine = Interpreter(self._text, self._root)
                ask_module(machine, question, optimistic=optimistic)
            else:
                machine, base, scopes, issued = self._module
                machine.restore(scopes, issued)
                ask_function(machine, base, function, question, optimistic=optimistic)
        except (GaveUp, RecursionError) as reason:
            log.debug("a function is not followed: %s", reason)
            return None
        except Exception:  # an error of the interpreter itself must not cost what the engine found
            log.exception("the interpreter failed, the engine's word stands")
            return None
        finally:
            if machine is not None:
                self._left -= STEPS - max(machine.budget.left, 0)
        return machine.reached

    @cached_property
    def _module(self) -> tuple[Interpreter, State, dict[int, Scope], frozenset[int]]:
        machine = Interpreter(self._text, self._root)
        base = module_state(machine)
        return machine, base, dict(machine.scopes), machine.symbols()


def _located(root: Node, span: Span) -> Node | None:
    """The expression that stands exactly there."""
    node = root.descendant_for_byte_range(*span)
    return node if node is not None and (node.start_byte, node.end_byte) == span else None


def _function_of(root: Node, span: Span) -> Node | None:
    """The innermost ``def`` around the place; ``None`` for the module's own code."""
    node = _located(root, span)
    function = function_around(node) if node is not None else None
    while function is not None and function.type == "lambda":
        function = function_around(function)
    return function


def _bits(taint: int) -> Iterable[int]:
    bit = 1
    while bit <= taint:
        if taint & bit:
            yield bit
        bit <<= 1
