"""One statement as a step of the control flow, in the same words for all languages.

The tables name the nodes of the grammars; where a part is in a field, the field has one of few names in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tree_sitter import Node

from workers.checks.guards.endings import ending, is_rendered_and_done
from workers.checks.guards.folding import truth
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.syntax import (
    condition_text,
    first_part,
    is_comment,
    line_of,
    lines,
    negated,
    parts,
    unwrapped,
)


@dataclass(frozen=True, slots=True)
class Arm:
    """One way through a branch. Without a condition it is the rest: ``else``, ``default``."""

    condition: str
    """When it is entered, on one line; without what the arms before it ask."""
    body: tuple[Body, ...]
    line: int
    end_line: int
    truth: bool | None = None
    """What the condition always is."""
    initializer: Node | None = None
    """Go's statement before the condition."""

    @property
    def is_rest(self) -> bool:
        return not self.condition


@dataclass(frozen=True, slots=True)
class Branch:
    arms: tuple[Arm, ...]
    is_switch: bool = False
    """``break`` leaves it."""


@dataclass(frozen=True, slots=True)
class Loop:
    node: Node
    head: tuple[Node, ...]
    """What is gone through."""
    condition: str
    """While it goes on; empty where it goes through something."""
    truth: bool | None
    body: tuple[Body, ...]
    rest: tuple[Body, ...] = ()
    is_entered: bool = False
    """``do … while``."""


@dataclass(frozen=True, slots=True)
class Handler:
    caught: str
    body: tuple[Body, ...]
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Try:
    head: tuple[Node, ...]
    body: tuple[Body, ...]
    handlers: tuple[Handler, ...]
    rest: tuple[Body, ...] = ()
    last: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A block, with what is opened around it: ``with lock:``, ``synchronized (this)``."""

    body: tuple[Body, ...]
    head: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Plain:
    """A statement without statements of its own, but for those of functions in it."""

    node: Node
    is_returned: bool = False
    """A part of a ``return`` that was taken apart: ``return a if b else c``."""


Step = Branch | Loop | Try | Scope | Plain
Body = Node | Plain

BLOCKS = frozenset(
    "block statement_block compound_statement then body_statement do else colon_block statement_list block_body "
    "begin_block declaration_list finally_clause ensure else_clause namespace_definition internal_module module_body ERROR "
    "export_statement source_file program module labeled_statement static_block static_initializer constructor_body "
    "switch_rule singleton_class begin enum_body_declarations".split()
)
_BRANCHES = frozenset("if_statement if unless if_modifier unless_modifier".split())
_TERNARIES = frozenset({"ternary_expression", "conditional_expression", "conditional"})
_ELSE_IFS = frozenset({"elif_clause", "else_if_clause", "elsif"})
_ELSES = frozenset({"else_clause", "else"})
_NEGATED = frozenset({"unless", "unless_modifier", "until", "until_modifier"})
_LOOPS = frozenset(
    "for_statement while_statement for_in_statement enhanced_for_statement foreach_statement do_statement for while until "
    "while_modifier until_modifier".split()
)
_TRIES = frozenset({"try_statement", "try_with_resources_statement"})
_HANDLERS = frozenset({"except_clause", "except_group_clause", "catch_clause", "rescue"})
_LASTS = frozenset({"finally_clause", "ensure"})
_SCOPES = frozenset({"with_statement", "synchronized_statement", "declare_statement"})
_SWITCHES = frozenset(
    "switch_statement switch_expression expression_switch_statement type_switch_statement select_statement case "
    "match_statement case_match".split()
)
_CASES = frozenset(
    "switch_case switch_block_statement_group switch_rule case_statement expression_case type_case communication_case when "
    "case_clause in_clause".split()
)
_DEFAULTS = frozenset({"switch_default", "default_statement", "default_case", "else"})
_LABELS = frozenset({"switch_label", "pattern", "case_pattern", "if_clause", "expression_list"})
_JOINED = frozenset({"boolean_operator", "binary_expression", "binary"})


def step(body: Body, grammar: Grammar, language: str) -> Step:
    """What a statement does to the flow."""
    if isinstance(body, Plain):
        return body
    node = body
    kind = node.type
    if kind in _BRANCHES:
        return Branch(tuple(_arms(node, language)))
    if kind in _LOOPS:
        return _loop(node, language)
    if kind in _TRIES or _has_handlers(node):
        return _try(node)
    if kind in _SWITCHES:
        return Branch(tuple(_cases(node, language)), is_switch=True)
    if kind in _SCOPES:
        inner = node.child_by_field_name("body")
        head = [child for child in parts(node) if child != inner]
        return Scope(statements(inner), tuple(head))
    if kind in BLOCKS:
        return Scope(statements(node))
    inner = unwrapped(node)
    if inner.type in grammar.returns:
        return _returned(inner, language) or Plain(node)
    if inner.type in _JOINED:
        return _joined(inner, grammar, language) or Plain(node)
    if inner.type in _TERNARIES and node.type == "expression_statement":
        return Branch(tuple(_ternary(inner, language)))
    if inner.type == "assert_statement":
        return _asserted(inner, language)
    if inner.type in _SWITCHES | _LOOPS | _BRANCHES | _TRIES and inner != node:  # Java's switch, Ruby's parentheses
        return step(inner, grammar, language)
    return Plain(node)


def statements(node: Node | None) -> tuple[Body, ...]:
    """The statements of a block, or the one statement that stands without one."""
    if node is None:
        return ()
    if node.type not in BLOCKS or _has_handlers(node):
        return (node,)
    inner = node.child_by_field_name("body") if node.type not in ("else", "else_clause", "export_statement") else None
    if inner is not None and inner.type in BLOCKS:
        return statements(inner)
    children = parts(node)
    if len(children) == 1 and children[0].type in ("statement_list", "block", "statement_block", "compound_statement"):
        return statements(children[0])
    return tuple(children)


def _has_handlers(node: Node) -> bool:
    return node.type in ("body_statement", "begin", "block_body") and any(
        child.type in ("rescue", "ensure") for child in node.children
    )


def _condition(node: Node) -> Node | None:
    return node.child_by_field_name("condition") or first_part(node)


def _asked(node: Node, condition: Node | None) -> str:
    text = condition_text(condition)
    return negated(text) if text and node.type in _NEGATED else text


def _truth(node: Node, condition: Node | None, language: str) -> bool | None:
    value = truth(condition, language)
    return not value if value is not None and node.type in _NEGATED else value


def _arm(node: Node, body: tuple[Body, ...], language: str) -> Arm:
    condition = _condition(node)
    text = _asked(node, condition) or "…"
    first, last = lines(node)[0], lines(condition or node)[1]
    if node.type.endswith("_modifier") and condition is not None:
        first = lines(condition)[0]
    initializer = node.child_by_field_name("initializer")
    return Arm(text, body, first, last, _truth(node, condition, language), initializer)


def _arms(node: Node, language: str) -> list[Arm]:
    """The arms of an ``if`` with all that hangs on it, in order."""
    arms: list[Arm] = []
    waiting = [node]
    while waiting:
        branch = waiting.pop()
        inside = branch.child_by_field_name("consequence") or branch.child_by_field_name("body")
        arms.append(_arm(branch, statements(inside), language))
        later: list[Node] = []
        for part in branch.children_by_field_name("alternative"):
            if part.type in _ELSE_IFS or part.type in _BRANCHES:
                later.append(part)
                continue
            inner = [child for child in part.named_children if not is_comment(child)]
            if part.type in _ELSES and len(inner) == 1 and inner[0].type == "if_statement":
                later.append(inner[0])
            else:
                arms.append(Arm("", statements(part), *lines(part)))
        waiting.extend(reversed(later))
    rest = [arm for arm in arms if arm.is_rest]
    return [arm for arm in arms if not arm.is_rest] + rest[:1]


def _ternary(node: Node, language: str, *, is_returned: bool = False) -> list[Arm]:
    condition, yes, no = ternary_parts(node)
    if condition is None:
        return [Arm("…", (Plain(node, is_returned),), *lines(node))]
    text = condition_text(condition) or "…"
    arms = [Arm("", (Plain(no, is_returned),), *lines(no))] if no is not None else []
    if yes is not None:
        arms.insert(0, Arm(text, (Plain(yes, is_returned),), *lines(condition), truth(condition, language)))
    return arms


def ternary_parts(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Condition, value if so, value if not. Python says the value first."""
    condition = node.child_by_field_name("condition")
    if condition is not None:
        yes = node.child_by_field_name("consequence") or node.child_by_field_name("body") or condition
        return condition, yes, node.child_by_field_name("alternative")
    inner = parts(node)
    return (inner[1], inner[0], inner[2]) if len(inner) == 3 else (None, None, None)


def is_ternary(node: Node) -> bool:
    return node.type in _TERNARIES


def _returned(node: Node, language: str) -> Step | None:
    value = first_part(node)
    if value is not None and value.type in ("argument_list", "parenthesized_expression") and len(parts(value)) == 1:
        value = first_part(value)
    if value is not None and value.type in _TERNARIES:
        return Branch(tuple(_ternary(value, language, is_returned=True)))
    return None


def _joined(node: Node, grammar: Grammar, language: str) -> Step | None:
    """``a and b()``, ``a || raise``: what is on the right happens only if the left says so."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = next((child.type for child in node.children if not child.is_named), "")
    if left is None or right is None or operator not in ("and", "or", "&&", "||", "??"):
        return None
    inner = unwrapped(right)
    if inner.type not in grammar.calls | grammar.returns | grammar.skips | grammar.throws | grammar.assignments:
        if inner.type != "identifier" or ending(inner, grammar, language) is None:
            return None
    if operator == "and" and inner.type in grammar.returns | grammar.skips and is_rendered_and_done(left, grammar):
        return Scope((left, right))
    text, value = condition_text(left) or "…", truth(left, language)
    if operator in ("or", "||", "??"):
        text, value = negated(text), None if value is None else not value
    return Branch((Arm(text, (right,), *lines(left), value),))


def _asserted(node: Node, language: str) -> Step:
    condition = first_part(node)
    value = truth(condition, language)
    arm = Arm(
        negated(condition_text(condition)) or "…", (Plain(node),), *lines(node), None if value is None else not value
    )
    return Branch((arm,))


def _loop(node: Node, language: str) -> Loop:
    body = node.child_by_field_name("body")
    if node.type.endswith("_modifier"):
        body = node.child_by_field_name("body") or first_part(node)
    condition, head = node.child_by_field_name("condition"), []
    if node.type in ("for_statement", "for_in_statement", "enhanced_for_statement", "foreach_statement", "for"):
        heads = [child for child in parts(node) if child != body and child.type not in _ELSES]
        if language == "go" and len(heads) == 1 and heads[0].type not in ("for_clause", "range_clause"):
            condition = heads[0]
        elif len(heads) == 1 and heads[0].type == "for_clause":
            condition = heads[0].child_by_field_name("condition")
            heads = []
        head = heads if condition is None else []
    text = _asked(node, condition)
    rest = [child for child in node.children_by_field_name("alternative") if child.type in _ELSES]
    after = tuple(inside for child in rest for inside in statements(child))
    entered = node.type == "do_statement"
    return Loop(node, tuple(head), text, _truth(node, condition, language), statements(body), after, entered)


def _try(node: Node) -> Try:
    handlers: list[Handler] = []
    head: list[Node] = []
    body, rest, last = list[Body](), list[Body](), list[Body]()
    for child in parts(node):
        if child.type in _HANDLERS:
            inside = child.child_by_field_name("body") or child.child_by_field_name("consequence")
            inner = parts(child)
            if inside is None and inner and inner[-1].type in BLOCKS:
                inside = inner[-1]
            caught = " ".join(line_of(part) for part in inner if part != inside)
            handlers.append(Handler(caught, statements(inside), *lines(child)))
        elif child.type in _LASTS:
            last += statements(child)
        elif child.type in _ELSES:
            rest += statements(child)
        elif child.type == "resource_specification":
            head.append(child)
        elif child.type in BLOCKS and node.type in _TRIES:
            body += statements(child)
        else:
            body.append(child)
    return Try(tuple(head), tuple(body), tuple(handlers), tuple(rest), tuple(last))


def _cases(node: Node, language: str) -> list[Arm]:
    """The arms of a ``switch``; an empty case goes on into the next."""
    value = node.child_by_field_name("value") or node.child_by_field_name("condition")
    value = value or node.child_by_field_name("subject")
    subject, sign = condition_text(value), " or " if language == "python" else " || "
    body = node.child_by_field_name("body") or node
    arms: list[Arm] = []
    asked: list[str] = []
    for case in parts(body):
        if case.type in _DEFAULTS or _is_default(case):
            arms.append(Arm("", _inside(case), *lines(case)))
            asked = []
        elif case.type in _CASES:
            asked += _labels(case, subject)
            inside = _inside(case)
            if inside or language == "go":
                arms.append(Arm(sign.join(asked) or "…", inside, lines(case)[0], lines(case)[0]))
                asked = []
    rest = [arm for arm in arms if arm.is_rest]
    return [arm for arm in arms if not arm.is_rest] + rest[:1]


def _is_default(case: Node) -> bool:
    label = first_part(case)
    if label is None or case.type not in ("switch_block_statement_group", "switch_rule", "case_clause"):
        return False
    return line_of(label) in ("default", "_") and case.child_by_field_name("guard") is None


def _is_label(case: Node, child: Node) -> bool:
    if child.type in _LABELS and case.type != "in_clause":
        return True
    return child == case.child_by_field_name("value") or child in case.children_by_field_name("type")


def _inside(case: Node) -> tuple[Body, ...]:
    found: list[Body] = []
    for child in parts(case):
        if _is_label(case, child) or child in case.children_by_field_name("communication"):
            continue
        found += statements(child) if child.type in ("statement_list", "block", "then", "body_statement") else (child,)
    return tuple(found)


def _labels(case: Node, subject: str) -> list[str]:
    found = []
    for child in parts(case):
        if _is_label(case, child):
            values = parts(child) if child.type == "expression_list" else [child]
            for text in (line_of(value).removeprefix("case ") for value in values):
                if child.type == "if_clause":
                    found.append(text.removeprefix("if "))
                else:
                    found.append(f"{subject} == {text}" if subject else text)
    return found


def following(bodies: Sequence[Body]) -> Body | None:
    """The last statement of a block."""
    return bodies[-1] if bodies else None
