"""Walks through the statements of one definition: what is done there, and what decides whether it is reached.

The walk follows the structure of the code. What holds on the way is a tuple that only grows: an operation keeps the
tuple as it was when the operation was reached. Nesting deeper than :data:`DEEPEST` is read as one operation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tree_sitter import Node

from bot.knowledge import protection as words
from workers.checks.guards import wrapping
from workers.checks.guards.endings import Ending, Leaves, called, ending
from workers.checks.guards.folding import truth
from workers.checks.guards.grammar import Parsed
from workers.checks.guards.model import Operation, Protection, Way
from workers.checks.guards.steps import (
    Arm,
    Body,
    Branch,
    Handler,
    Loop,
    Plain,
    Scope,
    Try,
    is_ternary,
    statements,
    step,
    ternary_parts,
)
from workers.checks.guards.syntax import (
    argument_text,
    both,
    callee,
    condition_text,
    first_part,
    is_comment,
    line_of,
    lines,
    negated,
    parts,
    plain_condition,
    receiver,
    squeezed,
    text_of,
    unwrapped,
    without,
)

DEEPEST = 40
"""Blocks in blocks that are looked into."""
_MOST_PROTECTIONS = 200
"""On one way; and"""
_MOST_OPERATIONS = 4_000
"""of one definition."""
_LONGEST_CONDITION = 400
"""Characters of a condition that is put together from several."""
END = "end"
"""The text of the operation that stands for reaching the end of a function: whoever called it goes on."""

CALLBACKS = frozenset(
    "lambda arrow_function function_expression function generator_function func_literal lambda_expression do_block block "
    "anonymous_function anonymous_function_creation_expression".split()
)
_BLOCK_OF_RUBY = frozenset({"do_block", "block"})
_SILENT = frozenset(
    "pass_statement empty_statement import_statement import_from_statement future_import_statement package_clause "
    "import_declaration package_declaration namespace_use_declaration php_tag php_end_tag text_interpolation text "
    "global_statement nonlocal_statement type_declaration type_alias_declaration namespace_name statement_identifier "
    "label_name use_declaration decorator attribute_list modifiers name type_identifier superclass scope_resolution "
    "interface_declaration enum_declaration ambient_declaration function_signature "
    "expression_list method_parameters uninterpreted exception_variable exceptions".split()
)
"""Nodes among statements that do nothing."""
_DOING = frozenset(
    "echo_statement print_intrinsic include_expression include_once_expression require_expression require_once_expression "
    "unset_statement delete_statement yield_expression yield send_statement inc_statement dec_statement element_reference "
    "go_statement defer_statement exec_statement print_statement jsx_element subshell super".split()
)
"""Nodes that do something without a call."""
_LOGGING = re.compile(r"(?i)(?:^|[._>:])_?(?:log|logger|logging|console|slog|klog|warnings?)$|^(?:log|logger)\b")
_LOG_CALL = re.compile(
    r"(?i)^(?:log\w*|warn\w*|debug\w*|info\w*|error\w*|trace\w*|notice|exception|print\w*|puts|fatal|critical|increment|inc)$"
)
_ASSERTING = re.compile(r"^(?:Assert|Preconditions|Validate|Ensure|Gate|Guard|Asserts|Verify|Args)$")
_ERROR_IS_SET = re.compile(r"^(\w*[eE]rr\w*) != nil$")
_SIGN = {"python": "and"}
_UPDATES = frozenset({"augmented_assignment", "augmented_assignment_expression", "operator_assignment"})


@dataclass(frozen=True, slots=True)
class Flow:
    """How a block was left."""

    held: tuple[Protection, ...]
    """What holds where it was left, what held before it included."""
    falls: bool = True
    """Whether what stands after it is reached."""
    ending: Ending | None = None
    """How it ends, where it does not go on; or the denial that is its last statement."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A call whose error a variable holds."""

    text: str
    name: str
    value: str
    lines: tuple[int, int]


class Walk:
    """Reads the operations of one definition's statements."""

    def __init__(self, parsed: Parsed, owned: Collection[int], wanted: Sequence[int] | None = None) -> None:
        """``owned``: the ids of the nodes that are definitions of their own. ``wanted``: sorted lines; functions
        without a name are looked into only where they hold one of them; ``None``: everywhere."""
        self._grammar, self._language = parsed.grammar, parsed.language
        self._owned = owned
        self._wanted = None if wanted is None else set(wanted)
        self._sign = _SIGN.get(parsed.language, "&&")
        self._errors: dict[str, _Checked] = {}
        self._groups: dict[str, tuple[Protection, ...]] = {}
        self._denied: list[Protection] = []
        self.operations: list[Operation] = []

    def function(self, body: Node | None, last_line: int) -> None:
        """Reads the body of a function, its end included."""
        if body is None:
            return
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
            if node.type == "decorated_definition":
                continue
            flow = self._step(body, held[:_MOST_PROTECTIONS], depth)
            if not flow.falls:
                return flow
            held, last = flow.held, flow.ending
        return Flow(held, ending=last)

    def _step(self, body: Body, held: tuple[Protection, ...], depth: int) -> Flow:
        if depth > DEEPEST:
            return self._plain(body if isinstance(body, Plain) else Plain(body), held, depth)
        what = step(body, self._grammar, self._language)
        if isinstance(what, Plain):
            return self._plain(what, held, depth)
        if isinstance(what, Branch):
            return self._branch(what, held, depth)
        if isinstance(what, Loop):
            return self._loop(what, held, depth)
        if isinstance(what, Try):
            return self._try(what, held, depth)
        return self._scope(what, held, depth)

    # Branches

    def _branch(self, branch: Branch, held: tuple[Protection, ...], depth: int) -> Flow:
        arms = [arm for arm in branch.arms if arm.truth is not True or not arm.condition]
        for index, arm in enumerate(branch.arms):
            if arm.truth is True:  # what comes after it is never reached
                arms = [arm for arm in branch.arms[:index] if arm.truth is None]
                arms.append(replace(arm, condition=""))
                break
        arms = [arm for arm in arms if arm.truth is not False]
        endings = [self._ending(arm.body, depth) for arm in arms]
        if branch.is_switch:
            endings = [None if _is_break(end) else end for end in endings]
        opened = [index for index, arm in enumerate(arms) if arm.condition and not _ends(endings[index])]
        rest = next((index for index, arm in enumerate(arms) if arm.is_rest), None)
        refused = rest is not None and endings[rest] is not None and _ends(endings[rest])
        entered, ways, ended = held, list[tuple[str, tuple[Protection, ...]]](), None
        for index, arm in enumerate(arms):
            end = endings[index]
            inner = entered
            checked = self._checked(arm)
            if arm.condition and checked is None:
                if refused and opened == [index] and rest is not None:
                    inner = (*entered, self._refusal(arm, endings[rest], negated(arm.condition)))
                else:
                    inner = (*entered, Protection(Way.ENCLOSES, arm.condition, arm.line, arm.end_line))
            resets = self._resets(arm, depth) if end is None and arm.condition else []
            flow = self.block(arm.body, inner, depth + 1) if not resets else Flow(inner)
            if branch.is_switch and _is_break(flow.ending):
                flow = Flow(tuple(item for item in flow.held if item.way is not Way.SKIPS or item in inner))
            gained = flow.held[len(inner) :]
            if flow.falls:
                told = arm.condition or " && ".join(negated(arms[i].condition) for i in opened)
                ways.append((told, (*gained, *(resets if flow.falls else ()))))
            ended = ended or (None if flow.falls else flow.ending)
            if not arm.condition:
                continue
            if not flow.falls:
                entered = (*entered, self._refusal(arm, flow.ending, arm.condition, checked))
            elif flow.ending is not None:
                self._denied.append(self._refusal(arm, flow.ending, arm.condition, checked))
                if index + 1 < len(arms):
                    entered = (*entered, self._denied[-1])
            elif rest is not None and index < rest:
                opposite = Protection(Way.ENCLOSES, negated(arm.condition), arm.line, arm.end_line)
                if index == rest - 1 or not branch.is_switch:
                    entered = (*entered, opposite)
        return self._joined(arms, held, entered, ways, ended, endings, opened, rest)

    def _joined(
        self,
        arms: Sequence[Arm],
        held: tuple[Protection, ...],
        entered: tuple[Protection, ...],
        ways: list[tuple[str, tuple[Protection, ...]]],
        ended: Ending | None,
        endings: Sequence[Ending | None],
        opened: Sequence[int],
        rest: int | None,
    ) -> Flow:
        """What holds after a branch: what refused on the way, and what all arms that go on have in common."""
        after = tuple(item for item in entered[len(held) :] if item.way in (Way.REFUSES, Way.SKIPS, Way.CHECKS))
        after = (*held, *(item for item in after if item not in self._denied))
        if rest is None:
            ways.append(("", ()))
        elif _ends(endings[rest]) and opened:
            text = f" {self._sign} ".join(negated(arms[index].condition) for index in opened)
            after = (*after, self._refusal(arms[rest], endings[rest], text[:_LONGEST_CONDITION]))
        if not ways:
            return Flow(after, falls=False, ending=ended)
        known = {(item.way, item.text) for item in after}
        for told, gained in ways:
            for item in gained:
                if item.way is Way.ENCLOSES or (item.way, item.text) in known:
                    continue
                everywhere = all(any(_same(item, other) for other in others) for _, others in ways)
                kept = item if everywhere or item.way is Way.RESETS else self._only_if(told, item)
                if kept is not None and (kept.way, kept.text) not in known:
                    known.add((kept.way, kept.text))
                    after = (*after, kept)
        return Flow(after)

    def _only_if(self, condition: str, item: Protection) -> Protection | None:
        """A protection that holds only where a condition does."""
        if not condition or item.way in (Way.WRAPS, Way.HANDLES):
            return None
        if item.way is Way.CHECKS:
            text = f"if {condition}: {item.text}"
        else:
            text = both(condition, item.text, self._sign)
        return replace(item, text=text) if len(text) <= _LONGEST_CONDITION else None

    def _refusal(self, arm: Arm, end: Ending | None, text: str, checked: _Checked | None = None) -> Protection:
        shown = end.text if end is not None else ""
        if checked is not None:
            return Protection(
                Way.CHECKS, checked.text, checked.lines[0], arm.end_line, checked.name, checked.value, shown
            )
        way = Way.SKIPS if end is not None and end.leaves is Leaves.SKIP else Way.REFUSES
        return Protection(way, text, arm.line, arm.end_line, ending=shown)

    def _checked(self, arm: Arm) -> _Checked | None:
        """Go's call that refuses by its error, where the arm asks for nothing but that error."""
        if arm.initializer is not None:
            self._remember(arm.initializer)
            call = self._called_in(arm.initializer)
            if call is not None and not self._is_check(call):
                self._operation(arm.initializer, ())
        match = _ERROR_IS_SET.match(arm.condition)
        return self._errors.get(match.group(1)) if match and self._language == "go" else None

    def _ending(self, bodies: Sequence[Body], depth: int) -> Ending | None:
        """How a block ends, seen from its last statement."""
        while bodies and depth <= DEEPEST:
            depth += 1
            last = bodies[-1]
            what = step(last, self._grammar, self._language)
            if isinstance(what, Plain):
                return self._end_of(what)
            if isinstance(what, Scope):
                bodies = what.body
            elif isinstance(what, Branch) and what.arms[-1:] and what.arms[-1].is_rest:
                found = [self._ending(arm.body, depth + 8) for arm in what.arms]
                return found[0] if all(_ends(end) for end in found) else None
            else:
                return None
        return None

    def _end_of(self, what: Plain) -> Ending | None:
        if what.is_returned:
            inner = ending(what.node, self._grammar, self._language)
            denies = inner is not None or bool(_NO.match(line_of(what.node)))
            return Ending(Leaves.RETURN, f"return {line_of(what.node)}"[:300], lines(what.node)[0], denies)
        return ending(what.node, self._grammar, self._language)

    def _resets(self, arm: Arm, depth: int) -> list[Protection]:
        """What an arm replaces, where it does nothing else."""
        found: list[Protection] = []
        for body in arm.body:
            node = body.node if isinstance(body, Plain) else body
            inner = unwrapped(node)
            if is_comment(node) or node.type in _SILENT or self._is_log(inner):
                continue
            target, value = self._put(inner)
            if not target:
                return []
            found.append(Protection(Way.RESETS, arm.condition, arm.line, lines(node)[1], target, value))
        if found:
            for body in arm.body:
                node = body.node if isinstance(body, Plain) else body
                if self._called_in(node) is not None and not is_comment(node):
                    held = (Protection(Way.ENCLOSES, arm.condition, arm.line, arm.end_line),)
                    self._operation(node, held)
        return found

    def _put(self, node: Node) -> tuple[str, str]:
        """The variable that a statement replaces or deletes, and what it puts in place."""
        if node.type in ("lexical_declaration", "variable_declaration", "local_variable_declaration"):
            return "", ""
        if node.type in self._grammar.deletions or (
            node.type == "unary_expression" and line_of(node).startswith("delete ")
        ):
            return line_of(parts(node)[-1] if parts(node) else None)[:200], ""
        if node.type not in self._grammar.assignments or node.type in ("short_var_declaration", "var_spec"):
            return "", ""
        left = node.child_by_field_name("left") or node.child_by_field_name("name")
        right = node.child_by_field_name("right") or node.child_by_field_name("value")
        value = line_of(right)[:_LONGEST_CONDITION]
        if node.type in _UPDATES:
            value = line_of(node)[:_LONGEST_CONDITION]
        return line_of(left)[:200], value

    def _is_log(self, node: Node) -> bool:
        return (
            node.type in self._grammar.calls
            and bool(_LOG_CALL.match(callee(node)))
            and (not receiver(node) or bool(_LOGGING.search(receiver(node))))
        )

    # Loops, handlers, blocks

    def _loop(self, loop: Loop, held: tuple[Protection, ...], depth: int) -> Flow:
        if loop.truth is False and not loop.is_entered:
            return Flow(held)
        if any(self._called_in(node) is not None for node in loop.head):
            head = loop.node.child_by_field_name("body")
            text = without(loop.node, [child for child in (head,) if child is not None]).rstrip("…{ ")
            self._add(text, (lines(loop.node)[0],) * 2, self._calls(loop.head), held)
        inner = held
        if loop.condition and loop.truth is None and not loop.is_entered:
            inner = (*held, Protection(Way.ENCLOSES, loop.condition, *(lines(loop.node)[0],) * 2))
        flow = self.block(loop.body, inner, depth + 1)
        gained = tuple(item for item in flow.held[len(inner) :] if item.way is not Way.SKIPS)
        after = (*held, *gained)
        return self.block(loop.rest, after, depth + 1) if loop.rest else Flow(after)

    def _try(self, what: Try, held: tuple[Protection, ...], depth: int) -> Flow:
        for node in what.head:
            self._operation(node, held)
        endings = [self._ending(handler.body, depth + 1) for handler in what.handlers]
        around = tuple(
            self._handles(handler, end) for handler, end in zip(what.handlers, endings, strict=True) if end is not None
        )
        inner = (*held, *around)
        flow = self.block(what.body, inner, depth + 1)
        gained = flow.held[len(inner) :]
        falls = False
        for handler in what.handlers:
            handled = self.block(handler.body, held, depth + 1)
            falls = falls or (handled.falls and handled.ending is None)
        if falls:  # what is raised in the body is forgotten
            gained = tuple(item for item in gained if item.way is not Way.CHECKS and item.ending.startswith("return"))
        rest = self.block(what.rest, (*held, *gained), depth + 1) if flow.falls else flow
        after = Flow((*held, *gained, *rest.held[len(held) + len(gained) :])) if flow.falls else Flow((*held, *gained))
        last = self.block(what.last, held, depth + 1)
        if not last.falls:
            return last
        goes_on = (flow.falls and rest.falls) or falls
        return after if goes_on else Flow(after.held, falls=False, ending=rest.ending or flow.ending)

    def _handles(self, handler: Handler, end: Ending) -> Protection:
        return Protection(Way.HANDLES, handler.caught, handler.line, handler.end_line, ending=end.text)

    def _scope(self, scope: Scope, held: tuple[Protection, ...], depth: int) -> Flow:
        inner = held
        for node in scope.head:
            self._operation(node, held)
            call = self._called_in(node)
            if call is not None:
                wrap = Protection(
                    Way.WRAPS, line_of(call), *lines(call), callee(call), argument_text(call), owner="with"
                )
                inner = (*inner, wrap)
        flow = self.block(scope.body, inner, depth if not scope.head else depth + 1)
        return replace(flow, held=(*held, *flow.held[len(inner) :]))

    # Statements

    def _plain(self, what: Plain, held: tuple[Protection, ...], depth: int) -> Flow:
        node = what.node
        end = self._end_of(what)
        inner = unwrapped(node)
        if end is not None and end.leaves is not Leaves.DENIAL:
            if end.leaves is Leaves.RETURN and not end.denies:
                held = self._done(node, held, depth, is_returned=what.is_returned)
            elif depth <= DEEPEST:
                self._inside(node, held, depth)
            return Flow(held, falls=False, ending=end)
        if end is not None:
            self._inside(node, held, depth)
            return Flow(held, ending=end)
        check = inner if inner.type in self._grammar.calls or inner.type == "identifier" else None
        if check is not None and self._is_check(check):
            self._inside(node, held, depth)
            return Flow((*held, self._check(check)))
        standing = wrapping.standing(node, self._grammar)
        if standing:
            self._inside(node, held, depth)
            return Flow((*held, *standing))
        return Flow(self._done(node, held, depth))

    def _check(self, call: Node) -> Protection:
        name = called(call, self._grammar)
        return Protection(Way.CHECKS, line_of(call) or f"{name}(…)", *lines(call), name, argument_text(call)[:600])

    def _is_check(self, call: Node) -> bool:
        """Whether a call refuses by itself, as its name says."""
        name = called(call, self._grammar).rstrip("!?")
        if not name or name == "require" or words.NO_CHECK.search(name):
            return False
        return bool(words.SURE_CALL.match(name) or _ASSERTING.match(receiver(call).rpartition(".")[2]))

    def _done(
        self, node: Node, held: tuple[Protection, ...], depth: int, *, is_returned: bool = False
    ) -> tuple[Protection, ...]:
        """Notes the operation of a statement; gives what holds after it."""
        root = receiver(unwrapped(node)).partition(".")[0].partition("->")[0].partition("(")[0]
        wraps = (*self._groups.get(root, ()), *wrapping.of_route(node, self._grammar))
        self._operation(node, (*held, *wraps), is_returned=is_returned)
        gained = self._inside(node, (*held, *wraps), depth)
        inner = unwrapped(node)
        if self._language == "go":
            self._remember(inner)
        for assignment in self._assignments(inner):
            target, value = self._put_any(assignment)
            if wraps and re.fullmatch(r"[\w$]{1,60}", target):
                self._groups[target] = wraps
            if value is not None and target:
                held = (*held, *self._chosen(assignment, target, value))
            checked = unwrapped(value) if value is not None else None
            if checked is not None and checked.type in self._grammar.calls and self._refuses_by_itself(checked):
                held = (*held, self._check(checked))
        return (*held, *gained)

    def _refuses_by_itself(self, call: Node) -> bool:
        """Whether a call whose answer is used also refuses: ``data = request.validate(rules)``."""
        name = callee(call).rstrip("!?")
        return bool(_VALIDATING.match(name)) and name != "require" and not words.NO_CHECK.search(name)

    def _assignments(self, node: Node) -> list[Node]:
        if node.type in self._grammar.assignments:
            return [node]
        if node.type.endswith("declaration"):
            return [child for child in parts(node) if child.type in self._grammar.assignments]
        return []

    def _put_any(self, node: Node) -> tuple[str, Node | None]:
        left = node.child_by_field_name("left") or node.child_by_field_name("name")
        right = node.child_by_field_name("right") or node.child_by_field_name("value")
        return line_of(left)[:200], right

    def _chosen(self, assignment: Node, target: str, value: Node) -> list[Protection]:
        """What ``target = url if is_safe(url) else "/"`` resets."""
        value = unwrapped(value)
        if not is_ternary(value):
            return []
        condition, yes, no = ternary_parts(value)
        if condition is None or truth(condition, self._language) is not None:
            return []
        text = condition_text(condition)
        if not text or yes is None:
            return []
        if no is not None and (_is_fixed(no) or not _is_fixed(yes)):
            text, yes = negated(text), no
        return [Protection(Way.RESETS, text, *lines(assignment), target, line_of(yes)[:_LONGEST_CONDITION])]

    def _inside(self, node: Node, held: tuple[Protection, ...], depth: int) -> tuple[Protection, ...]:
        """Reads the functions without a name in a statement; gives what refuses in Ruby's blocks."""
        gained: tuple[Protection, ...] = ()
        for callback in self._callbacks(node):
            first, last = lines(callback)
            if self._wanted is not None and not any(line in self._wanted for line in range(first, last + 1)):
                continue
            body = callback.child_by_field_name("body") or _last_part(callback)
            if body is None or depth > DEEPEST:
                continue
            denied, self._denied = self._denied, []
            if _is_expression(body):
                flow = self.block((Plain(body, is_returned=True),), held, depth + 1)
            else:
                flow = self.block(statements(body), held, depth + 1)
            self._denied = denied
            if callback.type in _BLOCK_OF_RUBY:
                gained += tuple(item for item in flow.held[len(held) :] if item.way in (Way.REFUSES, Way.CHECKS))
        return gained

    def _callbacks(self, node: Node) -> list[Node]:
        """The outermost functions without a name below a node."""
        found, stack = [], [node]
        while stack:
            inner = stack.pop()
            if inner.id in self._owned:
                continue
            if inner.type in CALLBACKS and inner.is_named:
                found.append(inner)
                continue
            stack.extend(reversed(inner.named_children))
        return found

    def _operation(self, node: Node, held: tuple[Protection, ...], *, is_returned: bool = False) -> None:
        hidden: list[Node] = []
        calls: list[str] = []
        does, stack = is_returned, [node]
        while stack:
            inner = stack.pop()
            kind = inner.type
            if inner.id in self._owned or is_comment(inner):
                hidden.append(inner)
                continue
            if kind in CALLBACKS and inner.is_named and not _is_expression(inner.child_by_field_name("body")):
                hidden.append(inner)
                continue
            if kind in self._grammar.calls:
                calls.append(callee(inner))
                does = True
            elif not does:
                does = kind in _DOING or kind in self._grammar.returns or kind in self._grammar.deletions
                does = does or (kind in self._grammar.assignments and _has_value(inner))
            stack.extend(reversed(inner.named_children))
        if self._language == "ruby" and unwrapped(node).type == "identifier":
            calls, does = [text_of(unwrapped(node))], True
        if not does or (calls == [] and hidden and all(part.id in self._owned for part in hidden)):
            return
        text = without(node, hidden)
        if text:
            self._add(
                f"return {text}" if is_returned else text, lines(node), tuple(name for name in calls if name), held
            )

    def _add(self, text: str, where: tuple[int, int], calls: tuple[str, ...], held: tuple[Protection, ...]) -> None:
        if len(self.operations) < _MOST_OPERATIONS:
            self.operations.append(Operation(text, *where, calls, held))

    def _calls(self, nodes: Iterable[Node]) -> tuple[str, ...]:
        return tuple(callee(call) for node in nodes for call in self._all_calls(node))

    def _all_calls(self, node: Node) -> list[Node]:
        found, stack = [], [node]
        while stack:
            inner = stack.pop()
            if inner.id in self._owned or (inner.type in CALLBACKS and inner.is_named):
                continue
            if inner.type in self._grammar.calls:
                found.append(inner)
            stack.extend(reversed(inner.named_children))
        return found

    def _called_in(self, node: Node) -> Node | None:
        return next(iter(self._all_calls(node)), None)

    def _remember(self, node: Node) -> None:
        """Keeps which call Go's error variable comes from."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        for name in parts(left):
            variable = text_of(name)
            if variable != "_" and "err" in variable.lower():
                call = unwrapped(right)
                if call.type in self._grammar.calls:
                    text = line_of(call) or f"{callee(call)}(…)"
                    self._errors[variable] = _Checked(text, callee(call), argument_text(call)[:600], lines(call))
                else:
                    self._errors.pop(variable, None)


_VALIDATING = re.compile(
    r"(?i)^_*(?:check|validate|verify|ensure|enforce|authori[sz]e|authenticate|assert|require|guard)(?:_\w*|[A-Z]\w*|d?|_?!)$"
)
_NO = re.compile(r"^(?:None|False|FALSE|null|NULL|nil|undefined|false|-1|)$")
_FUNCTION_BODIES = frozenset({"block", "statement_block", "compound_statement", "body_statement", "constructor_body"})
_FIXED = frozenset(
    "string true false none null nil integer number identifier null_literal undefined boolean list array dictionary object "
    "string_literal decimal_integer_literal tuple encapsed_string name variable_name constant".split()
)


def _ends(end: Ending | None) -> bool:
    return end is not None and end.leaves is not Leaves.DENIAL


def _is_break(end: Ending | None) -> bool:
    return end is not None and end.leaves is Leaves.SKIP and end.text.startswith("break")


def _same(first: Protection, second: Protection) -> bool:
    return first.way is second.way and first.text == second.text and first.name == second.name


def _is_fixed(node: Node) -> bool:
    return node.type in _FIXED and node.type not in ("identifier", "variable_name")


def _is_expression(body: Node | None) -> bool:
    return body is not None and body.type not in (
        "block", "statement_block", "compound_statement", "body_statement", "block_body", "do_block",
    )  # fmt: skip


def _last_part(node: Node) -> Node | None:
    inner = parts(node)
    return inner[-1] if inner else None


def _has_value(node: Node) -> bool:
    return any(node.child_by_field_name(field) is not None for field in ("right", "value"))


__all__ = ["CALLBACKS", "DEEPEST", "END", "Flow", "Walk", "first_part", "plain_condition", "squeezed"]
