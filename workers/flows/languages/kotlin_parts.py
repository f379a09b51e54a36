"""Kotlin's statements, most of which may stand where a value is expected, and what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workers.flows.grammar import OfExpression, OfStatement
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    Assign,
    Case,
    Const,
    Do,
    Either,
    Expr,
    Give,
    If,
    Inline,
    Leave,
    Loop,
    Name,
    Operation,
    Parameter,
    Return,
    Same,
    Sequence,
    Statement,
    Switch,
    Throw,
    Try,
)

if TYPE_CHECKING:
    from tree_sitter import Node

GIVEN = "labels of functions that are read in place"
"""Where the table notes the labels with which a lambda's value is given: ``return@let``."""
_MOST_NESTED = 12
"""Choices of one ``when`` that are read one inside the other."""
_PLAIN = ("identifier", "navigation_expression", "index_expression")
"""What is asked again as it is written."""
_JUMPS = frozenset({"return_expression", "throw_expression"})
_LOOPS_END = frozenset({"break", "continue"})
_NO_VALUES = frozenset({"property_declaration", "function_declaration", "class_declaration", "object_declaration",
                        "for_statement", "while_statement", "do_while_statement", "type_alias"})  # fmt: skip


def child_of(node: Node | None, *kinds: str) -> Node | None:
    """The first child of some types."""
    return next((each for each in node.named_children if each.type in kinds), None) if node is not None else None


def parameters(low: Lowering, node: Node | None) -> list[Parameter]:
    """Of a function, of a class's header or of a lambda; the default of one stands behind it or in it."""
    made: list[Parameter] = []
    rest = False
    for each in node.named_children if node is not None else ():
        if each.type == "parameter_modifiers":
            rest = "vararg" in text(each).split()
        elif each.type in ("parameter", "class_parameter", "variable_declaration"):
            made.append(_parameter(low, each, rest=rest))
            rest = False
        elif each.type == "multi_variable_declaration":
            made.append(Parameter(low.expression(each)))
        elif made and "comment" not in each.type:
            made[-1].default = low.expression(each)
    return made


def _parameter(low: Lowering, node: Node, *, rest: bool) -> Parameter:
    inside = low.named(node)
    modifiers = text(child_of(node, "modifiers")).split()
    made = Parameter(low.expression(child_of(node, "identifier")), rest=rest or "vararg" in modifiers)
    made.type = low.type_name(child_of(node, "user_type", "nullable_type"))
    made.is_field = any(each.type in ("val", "var") for each in node.children)
    if node.type == "class_parameter" and len(inside) > 1:
        made.default = low.expression(inside[-1])
    return made


def target_of(low: Lowering, node: Node) -> Expr:
    """The variable, or the variables, that a declaration makes."""
    several = child_of(node, "multi_variable_declaration")
    if several is not None:
        return Sequence(span_of(several), [low.expression(first(each)) for each in several.named_children])
    return low.expression(child_of(child_of(node, "variable_declaration") or node, "identifier"))


def initial(low: Lowering, node: Node) -> Expr | None:
    """The value that a property has at first: behind ``=``, or what ``by lazy { … }`` gives."""
    delegate = child_of(node, "property_delegate")
    if delegate is not None:
        return low.expression(first(delegate))
    at = next((number for number, each in enumerate(node.children) if each.type == "="), None)
    value = next((each for each in node.children[at + 1 :] if each.is_named), None) if at is not None else None
    return low.expression(value) if value is not None else None


def function_body(low: Lowering, node: Node | None) -> list[Statement]:
    """A block, or ``= value``."""
    inside = low.named(node) if node is not None else []
    if not inside:
        return []
    return low.block(inside[0]) if inside[0].type == "block" else [Return(low.expression(inside[0]))]


def given(low: Lowering, node: Node | None) -> list[Statement]:
    """A branch whose last expression is its value."""
    if node is None:
        return []
    if node.type != "block":
        return [Give(low.expression(node))]
    return last_is_given(low, low.named(node))


def last_is_given(low: Lowering, nodes: list[Node], *, returned: bool = False) -> list[Statement]:
    """Statements of which the last one is the value, if it is one."""
    made = [one for each in nodes[:-1] for one in low.statement(each)]
    if not nodes:
        return made
    if nodes[-1].type in _NO_VALUES:
        return [*made, *low.statement(nodes[-1])]
    value = low.expression(nodes[-1])
    return [*made, Return(value) if returned else Give(value)]


def _simple(low: Lowering, node: Node | None) -> Node | None:
    """The one expression that a branch is; ``None`` where it does more."""
    inside = low.named(node) if node is not None and node.type == "block" else [node] if node is not None else []
    only = inside[0] if len(inside) == 1 else None
    is_value = only is not None and only.type not in _JUMPS | _NO_VALUES | {"assignment"}
    return only if is_value and text(only) not in _LOOPS_END else None


def _branches(low: Lowering, node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Condition, then and otherwise of an ``if``."""
    condition = child(node, "condition")
    is_behind, is_else = False, False
    then: Node | None = None
    otherwise: Node | None = None
    for each in node.children:
        is_behind = is_behind or each.type == ")"
        is_else = is_else or each.type == "else"
        if not is_behind or not each.is_named or each.type in low.grammar.ignored:
            continue
        if condition is not None and each.id == condition.id:
            continue
        if is_else:
            otherwise = otherwise or each
        else:
            then = then or each
    return condition, then, otherwise


def _if(low: Lowering, node: Node) -> list[Statement]:
    condition, then, otherwise = _branches(low, node)
    return [If(low.expression(condition), low.statement(then), low.statement(otherwise))]


def _if_value(low: Lowering, node: Node) -> Expr:
    condition, then, otherwise = _branches(low, node)
    one, other = _simple(low, then), _simple(low, otherwise)
    if one is not None and other is not None:
        return Either(span_of(node), low.expression(condition), low.expression(one), low.expression(other))
    return Inline(span_of(node), [If(low.expression(condition), given(low, then), given(low, otherwise))])


def _subject(low: Lowering, node: Node) -> tuple[list[Statement], Expr | None]:
    """What a ``when`` asks about; a value that is more than a name gets one."""
    subject = child_of(node, "when_subject")
    inside = low.named(subject) if subject is not None else []
    if not inside:
        return [], None
    value = low.expression(inside[-1])
    named = child_of(subject, "variable_declaration")
    if named is None and inside[-1].type in _PLAIN:
        return [], value
    target = Name((0, 0), f"when {node.start_byte}" if named is None else text(first(named)))
    low.declare(target)
    return [Do(Assign((0, 0), target, value, declares=True))], target


def _asked(low: Lowering, node: Node, subject: Expr | None) -> Expr | None:
    """The condition of one choice; ``None`` of ``else``."""
    asked = [_condition(low, each, subject) for each in node.children_by_field_name("condition") if each.is_named]
    if len(asked) < 2:
        return asked[0] if asked else None
    return Operation((0, 0), "||", asked)


def _condition(low: Lowering, node: Node, subject: Expr | None) -> Expr:
    if subject is None:
        return low.expression(node)
    if node.type == "type_test":
        return Operation((0, 0), "is", [subject])
    if node.type == "range_test":
        sign = "not in" if any(each.type == "!in" for each in node.children) else "in"
        return Operation((0, 0), sign, [subject, low.expression(first(node))])
    return Operation((0, 0), "==", [subject, low.expression(node)])


def _choices(low: Lowering, node: Node) -> list[tuple[Node, Node | None]]:
    """The choices of a ``when``, each with what it does."""
    entries = [each for each in node.named_children if each.type == "when_entry"]
    conditions = [{each.id for each in entry.children_by_field_name("condition")} for entry in entries]
    found = []
    for entry, asked in zip(entries, conditions, strict=True):
        inside = [each for each in low.named(entry) if each.id not in asked]
        found.append((entry, inside[-1] if inside else None))
    return found


def _when(low: Lowering, node: Node) -> list[Statement]:
    return _chosen(low, node, gives=False)


def _when_value(low: Lowering, node: Node) -> Expr:
    choices = _choices(low, node)
    simple = [_simple(low, done) for _, done in choices]
    is_plain = child_of(node, "when_subject") is None or child_of(child_of(node, "when_subject"), *_PLAIN) is not None
    if not is_plain or len(choices) > _MOST_NESTED or any(each is None for each in simple):
        return Inline(span_of(node), _chosen(low, node, gives=True))
    _, subject = _subject(low, node)
    made: Expr = Const((0, 0), None)
    for (entry, _), value in reversed([*zip(choices, simple, strict=True)]):
        asked, then = _asked(low, entry, subject), low.expression(value)
        made = Either((0, 0), asked, then, made) if asked is not None else then
    return Same(span_of(node), made)


def _chosen(low: Lowering, node: Node, *, gives: bool) -> list[Statement]:
    """A chain of conditions; a long one is a switch, which is read flat."""
    before, subject = _subject(low, node)
    choices = _choices(low, node)
    done = [given(low, each) if gives else low.statement(each) for _, each in choices]
    asked = [_asked(low, entry, subject) for entry, _ in choices]
    if len(choices) > _MOST_NESTED:
        cases = [Case([one] if one is not None else None, each) for one, each in zip(asked, done, strict=True)]
        return [*before, Switch(None, cases)]
    made: list[Statement] = []
    for one, each in reversed([*zip(asked, done, strict=True)]):
        made = [If(one, each, made)] if one is not None else each
    return [*before, *made]


def _try(low: Lowering, node: Node) -> list[Statement]:
    return [_tried(low, node, gives=False)]


def _try_value(low: Lowering, node: Node) -> Expr:
    return Inline(span_of(node), [_tried(low, node, gives=True)])


def _tried(low: Lowering, node: Node, *, gives: bool) -> Try:
    body = given if gives else Lowering.block
    made = Try(body(low, child_of(node, "block")), [], [])
    for each in node.named_children:
        if each.type == "catch_block":
            target = low.expression(child_of(each, "identifier"))
            low.declare(target)
            caught = Do(Assign(target.span, target, Const((0, 0), None), declares=True))
            made.handlers.append([caught, *body(low, child_of(each, "block"))])
        elif each.type == "finally_block":
            made.final += low.block(child_of(each, "block"))
    return made


def _for(low: Lowering, node: Node) -> list[Statement]:
    inside = low.named(node)
    at = next((number for number, each in enumerate(inside) if each.type.endswith("variable_declaration")), None)
    if at is None or len(inside) < at + 2:
        return [Do(low.expression(each)) for each in inside]
    target = target_of(low, node)
    low.declare(target)
    body = low.statement(inside[at + 2]) if len(inside) > at + 2 else []
    return [Loop(target, low.expression(inside[at + 1]), None, body)]


def _while(low: Lowering, node: Node) -> list[Statement]:
    condition = child(node, "condition")
    others = [each for each in low.named(node) if condition is None or each.id != condition.id]
    body = [one for each in others for one in low.statement(each)]
    return [Loop(None, None, low.expression(condition), body, runs_once=node.type == "do_while_statement")]


def _return(low: Lowering, node: Node) -> list[Statement]:
    """Of the function around, or with a label of a lambda."""
    label = child(node, "label")
    values = [each for each in low.named(node) if label is None or each.id != label.id]
    value = low.expression(values[0]) if values else None
    if label is not None and text(label) in low.noted.get(GIVEN, ()):
        return [Give(value)] if value is not None else []
    return [Return(value)]


def _throw(low: Lowering, node: Node) -> list[Statement]:
    return [Throw(low.expression(first(node)))]


def _jump(low: Lowering, node: Node) -> Expr:
    return Inline(span_of(node), low.statement(node))


def _labeled(low: Lowering, node: Node) -> list[Statement]:
    """``break@loop``, or a statement behind its label."""
    label = text(child_of(node, "label"))
    if label in ("break@", "continue@"):
        return [Leave()]
    return [one for each in low.named(node) for one in low.statement(each)]


def _name(low: Lowering, node: Node) -> Expr:
    """Words that the grammar takes for names, too."""
    del low
    written = text(node).strip("`")
    if written in ("null", "true", "false"):
        return Const(span_of(node), None if written == "null" else written == "true")
    if written in _LOOPS_END:
        return Inline(span_of(node), [Leave()])
    return Name(span_of(node), written)


def _name_alone(low: Lowering, node: Node) -> list[Statement]:
    return [Leave()] if text(node) in _LOOPS_END else [Do(low.expression(node))]


BRANCHES: Mapping[str, OfExpression] = {
    "identifier": _name,
    "if_expression": _if_value,
    "when_expression": _when_value,
    "try_expression": _try_value,
    "return_expression": _jump,
    "throw_expression": _jump,
}
STATEMENTS: Mapping[str, OfStatement] = {
    "if_expression": _if,
    "when_expression": _when,
    "try_expression": _try,
    "for_statement": _for,
    "while_statement": _while,
    "do_while_statement": _while,
    "return_expression": _return,
    "throw_expression": _throw,
    "labeled_expression": _labeled,
    "identifier": _name_alone,
}
