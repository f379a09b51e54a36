"""The arms of ``if``, ``unless``, ``switch``, of ternaries, of ``a or b()`` and ``assert``."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from workers.checks.guards.endings import ending, is_rendered_and_done
from workers.checks.guards.folding import truth
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.negation import condition_text, negated, plain
from workers.checks.guards.steps import Arm, Body, Branch, Plain, Scope, Step, statements
from workers.checks.guards.syntax import arguments_of, callee, first_part, is_comment, line_of, lines, parts, unwrapped

BRANCHES = frozenset({"if_statement", "if", "unless", "if_modifier", "unless_modifier"})
TERNARIES = frozenset({"ternary_expression", "conditional_expression", "conditional"})
SWITCHES = frozenset(
    "switch_statement switch_expression expression_switch_statement type_switch_statement select_statement case "
    "match_statement case_match".split()
)
JOINED = frozenset({"boolean_operator", "binary_expression", "binary"})
NEGATED = frozenset({"unless", "unless_modifier", "until", "until_modifier"})
_ELSE_IFS = frozenset({"elif_clause", "else_if_clause", "elsif"})
_ELSES = frozenset({"else_clause", "else"})
_CASES = frozenset(
    "switch_case switch_block_statement_group switch_rule case_statement expression_case type_case communication_case "
    "when case_clause in_clause".split()
)
_DEFAULTS = frozenset({"switch_default", "default_statement", "default_case", "else"})
_MAYBE_DEFAULT = frozenset({"switch_block_statement_group", "switch_rule", "case_clause"})
_LABELS = frozenset({"switch_label", "pattern", "case_pattern", "if_clause", "expression_list"})
_MOST_LABELS = 20
"""Of one case that are told."""
_UNKNOWN = "…"
"""A condition that is too long to be read."""


def asked(node: Node, condition: Node | None) -> str:
    """When the body of a node is entered."""
    text = condition_text(condition) or _UNKNOWN
    return negated(text) if node.type in NEGATED else text


def always(node: Node, condition: Node | None, language: str) -> bool | None:
    """What that always is."""
    value = truth(condition, language)
    return not value if value is not None and node.type in NEGATED else value


def of_if(node: Node, language: str) -> Branch:
    """An ``if`` with all that hangs on it."""
    arms: list[Arm] = []
    waiting = [node]
    while waiting:
        branch = waiting.pop()
        arms.append(_arm(branch, language))
        later: list[Node] = []
        for part in branch.children_by_field_name("alternative"):
            inner = parts(part)
            if part.type in _ELSE_IFS or part.type in BRANCHES:
                later.append(part)
            elif part.type in _ELSES and len(inner) == 1 and inner[0].type == "if_statement":
                later.append(inner[0])
            else:
                arms.append(Arm("", statements(part), *lines(part)))
        waiting.extend(reversed(later))
    return Branch(_rest_last(arms))


def _rest_last(arms: Iterable[Arm]) -> tuple[Arm, ...]:
    """Of broken code that has several, the first ``else`` counts."""
    return tuple(sorted(arms, key=lambda arm: arm.is_rest))[: sum(not arm.is_rest for arm in arms) + 1]


def _arm(branch: Node, language: str) -> Arm:
    inside = branch.child_by_field_name("consequence") or branch.child_by_field_name("body")
    condition = branch.child_by_field_name("condition") or first_part(branch)
    first, last = lines(branch)[0], lines(condition or branch)[1]
    if branch.type.endswith("_modifier") and condition is not None:
        first = min(first, lines(condition)[0])
    initializer = branch.child_by_field_name("initializer")
    value = always(branch, condition, language)
    return Arm(asked(branch, condition), statements(inside), first, last, value, initializer)


def of_ternary(node: Node, language: str, *, is_returned: bool = False) -> Step:
    condition, yes, no = ternary_parts(node)
    if condition is None or yes is None or no is None:
        return Plain(node, is_returned)
    first = Arm(
        asked(node, condition), (Plain(yes, is_returned),), *lines(condition), always(node, condition, language)
    )
    return Branch((first, Arm("", (Plain(no, is_returned),), *lines(no))))


def ternary_parts(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Condition, value if so, value if not. Python says the value first; PHP may leave it out."""
    condition = node.child_by_field_name("condition")
    if condition is not None:
        yes = node.child_by_field_name("consequence") or node.child_by_field_name("body") or condition
        return condition, yes, node.child_by_field_name("alternative")
    inner = parts(node)
    return (inner[1], inner[0], inner[2]) if len(inner) == 3 else (None, None, None)


def of_return(node: Node, language: str) -> Step | None:
    """``return a if b else c`` as two returns."""
    value = first_part(node)
    if value is not None and value.type in ("argument_list", "parenthesized_expression", "expression_list"):
        value = first_part(value) if len(parts(value)) == 1 else None
    if value is not None and value.type in TERNARIES:
        return of_ternary(value, language, is_returned=True)
    return None


def of_joined(node: Node, grammar: Grammar, language: str) -> Step | None:
    """``a and b()``, ``a || raise``: what is on the right happens only if the left says so."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = next((child.type for child in node.children if not child.is_named), "")
    if left is None or right is None or operator not in ("and", "or", "&&", "||", "??"):
        return None
    inner = unwrapped(right)
    leaves = inner.type in grammar.returns or inner.type in grammar.skips
    does = leaves or inner.type in grammar.calls or inner.type in grammar.throws or inner.type in grammar.assignments
    if not does and (inner.type != "identifier" or ending(inner, grammar, language) is None):
        return None
    if operator == "and" and leaves and is_rendered_and_done(left, grammar):
        return Scope((left, right))
    text, value = condition_text(left) or _UNKNOWN, truth(left, language)
    if operator in ("or", "||", "??"):
        text, value = negated(text), None if value is None else not value
    return Branch((Arm(text, (right,), *lines(left), value),))


def of_assert(node: Node, language: str) -> Branch:
    condition = first_part(node)
    value = truth(condition, language)
    text = negated(condition_text(condition) or _UNKNOWN)
    return Branch((Arm(text, (Plain(node),), *lines(node), None if value is None else not value),))


def of_conditional_call(node: Node, language: str) -> Branch | None:
    """Laravel's ``abort_unless($user->admin, 403)``."""
    name, given = callee(node), arguments_of(node)
    if language != "php" or name not in ("abort_if", "abort_unless", "throw_if", "throw_unless") or not given:
        return None
    text, value = condition_text(given[0]) or _UNKNOWN, truth(given[0], language)
    if name.endswith("unless"):
        text, value = negated(text), None if value is None else not value
    return Branch((Arm(text, (Plain(node),), *lines(node), value),))


def of_switch(node: Node, language: str) -> Branch:
    """A ``switch``; an empty case goes on into the next."""
    fields = ("value", "condition", "subject")
    value = next((part for field in fields if (part := node.child_by_field_name(field)) is not None), None)
    subject, sign = condition_text(value), " or " if language == "python" else " || "
    arms: list[Arm] = []
    labels: list[str] = []
    for case in parts(node.child_by_field_name("body") or node):
        inside = _inside(case)
        if case.type in _DEFAULTS or _is_default(case):
            arms.append(Arm("", inside, *lines(case)))
            labels = []
        elif case.type in _CASES:
            labels += _labels(case, subject)
            if inside or language == "go":
                arms.append(Arm(sign.join(labels[:_MOST_LABELS]) or _UNKNOWN, inside, lines(case)[0], lines(case)[0]))
                labels = []
    return Branch(_rest_last(arms), is_switch=True)


def _is_default(case: Node) -> bool:
    label = first_part(case) if case.type in _MAYBE_DEFAULT else None
    return label is not None and line_of(label) in ("default", "_") and case.child_by_field_name("guard") is None


def _label_nodes(case: Node) -> list[Node]:
    fields = [
        *case.children_by_field_name("value"),
        *case.children_by_field_name("type"),
        *case.children_by_field_name("pattern"),
        *case.children_by_field_name("communication"),
    ]
    return [child for child in parts(case) if child.type in _LABELS or child in fields]


def _inside(case: Node) -> tuple[Body, ...]:
    labels = _label_nodes(case)
    return tuple(
        statement
        for child in case.named_children
        if not is_comment(child) and child not in labels
        for statement in (statements(child) if child.type in ("statement_list", "block", "then") else (child,))
    )


def _labels(case: Node, subject: str) -> list[str]:
    """The questions of one case: ``kind == 1``. What a switch without a subject asks stands in the case itself."""
    found = []
    for label in _label_nodes(case):
        for value in parts(label) if label.type == "expression_list" else [label]:
            text = line_of(value).removeprefix("case ").removeprefix("if ")
            asks_itself = subject in ("", "true") or label.type == "if_clause"
            found.append(plain(text) if asks_itself else f"{subject} == {text}")
    return found
