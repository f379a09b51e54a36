"""Walks through the statements of one definition: what is done there, and what decides whether it is reached.

The walk follows the structure of the code. What holds on the way is a tuple that only grows: an operation keeps the
tuple as it was when the operation was reached. Blocks nested deeper than :data:`DEEPEST` are read as one operation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from tree_sitter import Node

from workers.checks.guards import checking, routing
from workers.checks.guards.arms import Asked, Flow, Through, accepting, is_break, leaves, reachable
from workers.checks.guards.contents import BLOCKS_OF_RUBY, Contents, body_of, contents, has_block
from workers.checks.guards.endings import Ending, Leaves, ending_of
from workers.checks.guards.grammar import Parsed
from workers.checks.guards.model import Operation, Protection, Way
from workers.checks.guards.negation import negated
from workers.checks.guards.replacing import chosen, put, resets
from workers.checks.guards.shapes import step
from workers.checks.guards.steps import Arm, Body, Branch, Handler, Loop, Plain, Scope, Try, statements
from workers.checks.guards.syntax import (
    argument_text,
    callee,
    is_comment,
    line_of,
    lines,
    receiver,
    text_of,
    unwrapped,
    without,
)

DEEPEST = 40
"""Blocks in blocks that are looked into."""
_DEEPEST_ENDING = 5
"""Branches at the ends of branches that are looked into for how a block ends."""
_MOST_PROTECTIONS = 200
"""On one way; and"""
_MOST_OPERATIONS = 4_000
"""of one definition."""
END = "end"
"""The text of the operation that stands for reaching the end of a function: whoever called it goes on."""

_SILENT = frozenset(
    "pass_statement empty_statement import_statement import_from_statement future_import_statement package_clause "
    "import_declaration package_declaration namespace_use_declaration php_tag php_end_tag text_interpolation text "
    "global_statement nonlocal_statement type_declaration type_alias_declaration namespace_name statement_identifier "
    "label_name use_declaration decorator attribute_list modifiers name type_identifier superclass scope_resolution "
    "interface_declaration enum_declaration function_signature method_parameters exception_variable exceptions "
    "decorated_definition".split()
)
"""Nodes among statements that do nothing."""
_FUNCTION_BODIES = frozenset({"block", "statement_block", "compound_statement", "body_statement", "constructor_body"})
_SURVIVES = re.compile(r"^(?:return|continue|break|next|exit|die)\b")
"""Endings that no handler catches."""


class Walk:
    """Reads the operations of one definition's statements."""

    def __init__(self, parsed: Parsed, owned: Collection[int], wanted: Sequence[int] | None = None) -> None:
        """``owned``: the ids of the nodes that are definitions of their own. ``wanted``: sorted lines; functions
        without a name are looked into only where they hold one of them; ``None``: everywhere."""
        self._grammar, self._language = parsed.grammar, parsed.language
        self._owned, self._wanted = owned, wanted
        self._asked = Asked(parsed)
        self._groups: dict[str, tuple[Protection, ...]] = {}
        self._denied: list[Protection] = []
        self._is_function = False
        self.operations: list[Operation] = []

    def has_callbacks(self, node: Node) -> bool:
        """Whether a statement holds a function without a name, or a block of Ruby's."""
        return bool(self._contents(node).callbacks)

    def function(self, body: Node | None, last_line: int) -> None:
        """Reads the body of a function, its end included."""
        if body is None:
            return
        self._is_function = True
        bodies = statements(body)
        if body.type not in _FUNCTION_BODIES and len(bodies) == 1:
            bodies = (Plain(body, is_returned=True),)
        flow = self.block(bodies, ())
        if flow.falls:
            self._add(END, (last_line, last_line), (), (*flow.held, *self._denied))

    def block(self, bodies: Iterable[Body], held: tuple[Protection, ...], depth: int = 0) -> Flow:
        """Reads statements one after the other, as far as they are reached."""
        last: Ending | None = None
        for body in bodies:
            node = body.node if isinstance(body, Plain) else body
            if is_comment(node) or node.id in self._owned or node.type in _SILENT:
                continue
            flow = self._step(body, held[:_MOST_PROTECTIONS], depth)
            if not flow.falls:
                return flow
            held, last = flow.held, flow.ending
        return Flow(held, ending=last)

    def _step(self, body: Body, held: tuple[Protection, ...], depth: int) -> Flow:
        if depth > DEEPEST:
            return self._plain(body if isinstance(body, Plain) else Plain(body), held, depth)
        match step(body, self._grammar, self._language):
            case Branch() as branch:
                return self._branch(branch, held, depth)
            case Loop() as loop:
                return self._loop(loop, held, depth)
            case Try() as attempt:
                return self._try(attempt, held, depth)
            case Scope() as scope:
                return self._scope(scope, held, depth)
            case plain:
                return self._plain(plain, held, depth)

    # Branches

    def _branch(self, branch: Branch, held: tuple[Protection, ...], depth: int) -> Flow:
        arms = reachable(branch.arms)
        ends = [self._leaving(arm, is_switch=branch.is_switch) for arm in arms]
        opened = [arm for arm, end in zip(arms, ends, strict=True) if arm.condition and not leaves(end)]
        refusing = ends[-1] if arms and arms[-1].is_rest and leaves(ends[-1]) else None
        accepted = accepting(arms, ends, refusing)
        entered, ways, ended = held, list[Through](), None
        for arm in arms:
            self._initialize(arm, entered)
            refused = refusing if arm is accepted else None
            flow = self._arm(arm, self._entered(arm, entered, refused), depth)
            gained = flow.held[len(entered) + (not arm.is_rest) :]
            if branch.is_switch and is_break(flow.ending):
                flow, gained = Flow(flow.held), tuple(item for item in gained if item.way is not Way.SKIPS)
            if flow.falls:
                ways.append(Through(arm.condition or self._asked.none_of(opened), gained))
            else:
                ended = ended or flow.ending
            entered = self._passed(arm, flow, entered, arms)
        return self._asked.joined(arms, held, entered, ways, opened, refusing, ended, self._denied)

    def _leaving(self, arm: Arm, *, is_switch: bool) -> Ending | None:
        end = self._ending(arm.body)
        return None if is_switch and is_break(end) else end

    def _initialize(self, arm: Arm, held: tuple[Protection, ...]) -> None:
        """Reads Go's statement before a condition."""
        if arm.initializer is None:
            return
        self._asked.remember(arm.initializer)
        what = self._contents(arm.initializer)
        if what.calls and not checking.is_check(what.calls[0], self._grammar):
            self._note(what, held)

    def _entered(self, arm: Arm, held: tuple[Protection, ...], refused: Ending | None) -> tuple[Protection, ...]:
        """What holds inside an arm; ``refused``: how the rest ends, where the rest is all that is refused."""
        if arm.is_rest:
            return held
        if refused is not None:
            return (*held, self._asked.refusal(arm, refused, negated(arm.condition)))
        value = self._asked.meant(arm.condition)
        return (*held, Protection(Way.ENCLOSES, arm.condition, arm.line, arm.end_line, value=value))

    def _arm(self, arm: Arm, held: tuple[Protection, ...], depth: int) -> Flow:
        replaced = [] if arm.is_rest else resets(arm, self._grammar)
        if not replaced:
            return self.block(arm.body, held, depth + 1)
        for body in arm.body:
            what = self._contents(body.node if isinstance(body, Plain) else body)
            if what.calls:
                self._note(what, held)
        return Flow((*held, *replaced))

    def _passed(
        self, arm: Arm, flow: Flow, held: tuple[Protection, ...], arms: Sequence[Arm]
    ) -> tuple[Protection, ...]:
        """What holds where an arm was asked for and not entered."""
        if arm.is_rest or len(held) > _MOST_PROTECTIONS:
            return held
        if not flow.falls:
            return (*held, self._asked.refusal(arm, flow.ending))
        if flow.ending is not None:
            self._denied.append(self._asked.refusal(arm, flow.ending))
            return (*held, self._denied[-1]) if arm is not arms[-1] else held
        if len(arms) > 1 and arms[-1].is_rest and arm is not arms[-1]:
            return (*held, Protection(Way.ENCLOSES, negated(arm.condition), arm.line, arm.end_line))
        return held

    def _ending(self, bodies: Sequence[Body], depth: int = 0) -> Ending | None:
        """How a block ends, seen from its last statement."""
        while bodies and depth <= _DEEPEST_ENDING:
            match step(bodies[-1], self._grammar, self._language):
                case Plain() as plain:
                    return ending_of(plain.node, self._grammar, self._language, is_returned=plain.is_returned)
                case Scope() as scope if scope.body != bodies:
                    bodies = scope.body
                case Branch() as branch if branch.arms and branch.arms[-1].is_rest:
                    found = [self._ending(arm.body, depth + 1) for arm in branch.arms]
                    return found[0] if all(map(leaves, found)) else None
                case _:
                    return None
        return None

    # Loops, handlers, blocks

    def _loop(self, loop: Loop, held: tuple[Protection, ...], depth: int) -> Flow:
        if loop.truth is False and not loop.is_entered:
            return Flow(held)
        first = lines(loop.node)[0]
        calls = [name for node in loop.head for name in self._contents(node).names]
        if calls:
            body = loop.node.child_by_field_name("body")
            text = without(loop.node, [] if body is None else [body]).partition("…")[0].rstrip(" {:")
            self._add(text, (first, first), tuple(calls), held)
        inner = held
        if loop.condition and loop.truth is None and not loop.is_entered:
            inner = (*held, Protection(Way.ENCLOSES, loop.condition, first, first))
        flow = self.block(loop.body, inner, depth + 1)
        after = (*held, *(item for item in flow.held[len(inner) :] if item.way is not Way.SKIPS))
        return self.block(loop.rest, after, depth + 1) if loop.rest else Flow(after)

    def _try(self, attempt: Try, held: tuple[Protection, ...], depth: int) -> Flow:
        for node in attempt.head:
            self._note(self._contents(node), held)
        inner = (*held, *(item for handler in attempt.handlers if (item := self._handles(handler)) is not None))
        flow = self.block(attempt.body, inner, depth + 1)
        forgets = False  # whether what is raised in the body is caught and the code goes on
        for handler in attempt.handlers:
            handled = self.block(handler.body, held, depth + 1)
            forgets = forgets or (handled.falls and handled.ending is None)
        gained = [item for item in flow.held[len(inner) :] if not forgets or _survives(item)]
        after = Flow((*held, *gained), flow.falls, flow.ending)
        if after.falls:
            after = self.block(attempt.rest, after.held, depth + 1)
        last = self.block(attempt.last, held, depth + 1)
        if not last.falls:
            return last
        return replace(after, falls=after.falls or forgets)

    def _handles(self, handler: Handler) -> Protection | None:
        end = self._ending(handler.body)
        if end is None:
            return None
        return Protection(Way.HANDLES, handler.caught, handler.line, handler.end_line, ending=end.text)

    def _scope(self, scope: Scope, held: tuple[Protection, ...], depth: int) -> Flow:
        inner = held
        for node in scope.head:
            what = self._contents(node)
            self._note(what, held)
            for call in what.calls[:1]:
                text, value = line_of(call), argument_text(call)
                inner = (*inner, Protection(Way.WRAPS, text, *lines(call), callee(call), value, owner="with"))
        flow = self.block(scope.body, inner, depth + 1)
        return replace(flow, held=(*held, *flow.held[len(inner) :]))

    # Statements

    def _plain(self, plain: Plain, held: tuple[Protection, ...], depth: int) -> Flow:
        end = ending_of(plain.node, self._grammar, self._language, is_returned=plain.is_returned)
        what = self._contents(plain.node)
        if end is not None and end.leaves is Leaves.RETURN and not end.denies:
            return Flow(self._done(plain, what, held, depth), falls=False, ending=end)
        if end is not None:
            self._inside(what, held, depth)
            return Flow(held, end.leaves is Leaves.DENIAL, end)
        inner = unwrapped(plain.node)
        if (inner.type in self._grammar.calls or inner.type == "identifier") and not plain.is_returned:
            gained: Sequence[Protection] = routing.standing(inner, self._language)
            if not gained and not what.callbacks and checking.is_check(inner, self._grammar):
                gained = [checking.check(inner, self._grammar)]
            if gained:
                self._inside(what, (*held, *gained), depth)
                return Flow((*held, *gained))
        return Flow(self._done(plain, what, held, depth))

    def _done(self, plain: Plain, what: Contents, held: tuple[Protection, ...], depth: int) -> tuple[Protection, ...]:
        """Notes the operation of a statement; gives what holds after it."""
        inner = unwrapped(plain.node)
        root = re.split(r"[.(\[]|->|::", receiver(inner), maxsplit=1)[0]
        wraps = (*self._groups.get(root, ()), *routing.of_route(plain.node, self._grammar))
        self._note(what, (*held, *wraps), is_returned=plain.is_returned)
        gained = self._inside(what, (*held, *wraps), depth)
        self._asked.remember(inner)
        for assignment in self._asked.assignments(inner):
            target, value = put(assignment)
            if value is None or not target:
                continue
            if wraps:
                self._groups[target] = wraps
            held = (*held, *chosen(assignment, target, value, self._language))
            call = unwrapped(value)
            if call.type in self._grammar.calls and not what.callbacks and checking.refuses_by_itself(call):
                held = (*held, checking.check(call, self._grammar))
        return (*held, *gained)

    def _inside(self, what: Contents, held: tuple[Protection, ...], depth: int) -> tuple[Protection, ...]:
        """Reads the functions without a name in a statement; gives what refuses in Ruby's blocks."""
        gained: tuple[Protection, ...] = ()
        for callback in what.callbacks if depth <= DEEPEST else ():
            if not self._is_wanted(callback):
                continue
            body = body_of(callback)
            bodies: tuple[Body, ...] = ()
            if body is not None:
                bodies = statements(body) if has_block(callback) else (Plain(body, is_returned=True),)
            denied, self._denied = self._denied, []
            flow = self.block(bodies, held, depth + 1)
            self._denied = denied
            if self._is_function and callback.type in BLOCKS_OF_RUBY:
                gained += tuple(item for item in flow.held[len(held) :] if item.way in (Way.REFUSES, Way.CHECKS))
        return gained

    def _is_wanted(self, callback: Node) -> bool:
        if self._wanted is None:
            return True
        first, last = lines(callback)
        index = bisect_left(self._wanted, first)
        return index < len(self._wanted) and self._wanted[index] <= last

    def _contents(self, node: Node) -> Contents:
        return contents(node, self._grammar, self._language, self._owned)

    def _note(self, what: Contents, held: tuple[Protection, ...], *, is_returned: bool = False) -> None:
        if not what.does and not is_returned:
            return
        text = what.text
        if text:
            self._add(f"return {text}" if is_returned else text, lines(what.node), what.names, held)

    def _add(self, text: str, where: tuple[int, int], calls: tuple[str, ...], held: tuple[Protection, ...]) -> None:
        if len(self.operations) < _MOST_OPERATIONS:
            self.operations.append(Operation(text, *where, calls, held))


def _survives(item: Protection) -> bool:
    """Whether a protection still holds where the errors of its block are caught."""
    return item.way in (Way.RESETS, Way.SKIPS) or bool(_SURVIVES.match(item.ending))


__all__ = ["DEEPEST", "END", "Flow", "Walk", "text_of"]
