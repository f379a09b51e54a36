"""How Ruby's expressions are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.flows import known
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, root_of, span_of, text
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Const,
    Do,
    Either,
    Expr,
    Field,
    Function,
    Give,
    If,
    Import,
    Inline,
    Item,
    Lambda,
    Name,
    Operation,
    Parts,
    Record,
    Return,
    Same,
    Sequence,
    Statement,
    Switch,
    Try,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_METHODS = re.compile(r"\bdef (?:self\.)?([a-z_]\w*[?!]?)")
_CALLS = frozenset({"call", "yield", "()"})
THROWS = frozenset({"raise", "exit", "abort", "fail", "throw"})
_CLOSURES = frozenset({"lambda", "proc"})
_MAPS = frozenset({"map", "collect", "flat_map", "filter_map", "then", "yield_self"})
MIXES = frozenset({"include", "extend", "prepend"})
_PARAMETERS = frozenset("method_parameters block_parameters lambda_parameters destructured_parameter".split())
_LEAVES = frozenset({"return", "next", "break", "redo", "retry"})
DEFINITIONS = frozenset({"method", "singleton_method"})


# Names.


def read_identifier(low: Lowering, node: Node) -> Expr:
    name, span = text(node), span_of(node)
    if _is_variable(low, name) or name not in _methods(low, node):
        return Name(span, name)
    parent = node.parent
    if parent is not None and parent.type in _PARAMETERS:
        return Name(span, name)
    return Call(span, Name(span, name), [])


def _methods(low: Lowering, node: Node) -> set[str]:
    """The names of the methods of the file."""
    if "methods" not in low.noted:
        low.noted["methods"] = set(_METHODS.findall(text(root_of(node))))
    return low.noted["methods"]


def _is_variable(low: Lowering, name: str) -> bool:
    """Whether a name was given a value so far: in the methods and blocks around, or by the file."""
    return any(name in each for each in low._declared) or name in low.noted.get("variables", ())


def _declare(low: Lowering, target: Name) -> None:
    if low.inside:
        low.declare(target)
    else:
        low.noted.setdefault("variables", set()).add(target.name)


def read_of_object(low: Lowering, node: Node) -> Expr:
    """``@name``: a field of the object."""
    del low
    return Field(span_of(node), Name((0, 0), RECEIVER), text(node).lstrip("@"))


def read_constant(low: Lowering, node: Node) -> Expr:
    """``A::B`` by its last name: classes are known by that."""
    written = text(node)
    name = written.rpartition("::")[2]
    if re.fullmatch(r"(?:::)?[A-Z]\w*(?:::[A-Z]\w*)*", written):
        low.module.imports.setdefault(name, Import(written.removeprefix("::"), name))
    return Name(span_of(node), name)


def read_global(low: Lowering, node: Node) -> Expr:
    del low
    return Name(span_of(node), text(node))


# Values.


def read_symbol(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), text(node).strip(":'\""))


def read_text(low: Lowering, node: Node) -> Expr:
    inside = [each for each in low.named(node) if each.type == "interpolation"]
    if inside or node.type not in ("string", "bare_string"):
        return Parts(span_of(node), [low.expression(each) for one in inside for each in low.named(one)])
    return Const(span_of(node), text(node).strip("'\"") if node.end_byte - node.start_byte < 400 else None)


def read_array(low: Lowering, node: Node) -> Expr:
    items = low.named(node)
    if any(each.type in ("splat_argument", "pair") for each in items):
        return Parts(span_of(node), [low.expression(child(each, "value") or first(each) or each) for each in items])
    return Sequence(span_of(node), [low.expression(each) for each in items])


def read_hash(low: Lowering, node: Node) -> Expr:
    entries: list[tuple[str | None, Expr]] = []
    for each in low.named(node):
        if each.type == "pair":
            entries.append(_pair(low, each))
        else:
            entries.append((None, low.expression(first(each) or each)))
    return Record(span_of(node), entries)


def _pair(low: Lowering, node: Node) -> tuple[str | None, Expr]:
    key, value = child(node, "key"), child(node, "value")
    if key is not None and key.type == "hash_key_symbol":
        return text(key), low.expression(value) if value is not None else Name(span_of(key), text(key))
    made = low.expression(key)
    return str(made.value) if isinstance(made, Const) and made.value is not None else None, low.expression(value)


def read_element(low: Lowering, node: Node) -> Expr:
    object_, *keys = low.named(node) or [node]
    made = low.expression(object_)
    if len(keys) == 1:
        return Item(span_of(node), made, low.expression(keys[0]))
    return Parts(span_of(node), [made, *(low.expression(each) for each in keys)])


def read_binary(low: Lowering, node: Node) -> Expr:
    left, right = child(node, "left"), child(node, "right")
    sign = text(child(node, "operator"))
    if sign == "<<":
        target = left
        while target is not None and target.type == "binary" and text(child(target, "operator")) == "<<":
            target = child(target, "left")
        added = [low.expression(right)]
        if left is not None and target is not None and left.id != target.id:
            added.append(low.expression(left))
        return Assign(span_of(node), read_target(low, target), Parts((0, 0), added), adds=True)
    if right is not None and right.type in _LEAVES:
        # `redirect_to(a) and return`: what goes on is not known to have left.
        return Parts(span_of(node), [low.expression(left)])
    if sign in ("=~", "!~", "<=>"):
        return Inline(span_of(node), [Do(low.expression(left)), Do(low.expression(right))])
    return low.binary(node)


def read_not(low: Lowering, node: Node) -> Expr:
    sign = text(child(node, "operator"))
    operand = low.expression(child(node, "operand"))
    return Operation(span_of(node), "!?" if sign in ("!", "not") else f"{sign}?", [operand])


def read_together(low: Lowering, node: Node) -> Expr:
    """Several statements in parentheses or ``begin``: the last one's value."""
    inside = low.named(node)
    if len(inside) == 1 and node.type == "parenthesized_statements":
        return Same(span_of(node), low.expression(inside[0]))
    return Inline(span_of(node), _giving(low.statement(node) if node.type == "begin" else low.block(node)))


def read_as_value(low: Lowering, node: Node) -> Expr:
    """``if`` or ``case`` that is a value."""
    return Inline(span_of(node), _giving(low.statement(node)))


def read_rescued(low: Lowering, node: Node) -> Expr:
    return Either(span_of(node), None, low.expression(child(node, "body")), low.expression(child(node, "handler")))


def _giving(body: list[Statement], as_: type[Give] | type[Return] = Give) -> list[Statement]:
    """Statements whose last one is the value of them all."""
    if not body:
        return body
    last = body[-1]
    match last:
        case Do():
            body[-1] = as_(last.value)
        case If():
            last.then, last.otherwise = _giving(last.then, as_), _giving(last.otherwise, as_)
        case Switch():
            for each in last.cases:
                each.body = _giving(each.body, as_)
        case Try():
            last.body = _giving(last.body, as_)
            last.handlers = [_giving(each, as_) for each in last.handlers]
    return body


# Assignments.


def read_target(low: Lowering, node: Node | None) -> Expr:
    if node is None:
        return Const((0, 0), None)
    if node.type == "identifier":
        made = Name(span_of(node), text(node))
        _declare(low, made)
        return made
    if node.type in ("left_assignment_list", "destructured_left_assignment"):
        return Sequence(span_of(node), [read_target(low, each) for each in low.named(node)])
    if node.type == "rest_assignment":
        return read_target(low, first(node))
    if node.type == "call" and child(node, "receiver") is not None:
        return Field(span_of(node), low.expression(child(node, "receiver")), text(child(node, "method")))
    return low.expression(node)


def read_assignment(low: Lowering, node: Node) -> Expr:
    written, given = child(node, "left"), child(node, "right")
    adds = node.type == "operator_assignment"
    if given is not None and given.type == "right_assignment_list":
        value: Expr = Sequence(
            span_of(given), [low.expression(first(e) if "splat" in e.type else e) for e in low.named(given)]
        )
    else:
        value = low.expression(given)
    target = read_target(low, written)
    return Assign(span_of(node), target, value, adds=adds, declares=isinstance(target, Name))


# Functions and calls.


def read_function(low: Lowering, node: Node, owner: str = "") -> Function:
    made = low.function(node, owner)
    made.body = _giving(made.body, Return)
    return made


def read_block(low: Lowering, node: Node) -> Lambda:
    """A block or a lambda: it gives values to the variables of the method around it, too."""
    parameters = child(node, "parameters")
    body = child(node, "body")
    if node.type == "lambda" and body is not None:
        made = low.function(node)
        inner = child(body, "body")
        made.body = low.block(inner) if inner is not None else []
    else:
        made = low.function(node)
    made.body = _giving(made.body, Return)
    own = {text(each) for each in low.named(parameters)} if parameters is not None else set[str]()
    made.locals = frozenset(name for name in made.locals if name in own or not _is_variable(low, name))
    return Lambda(span_of(node), made)


def read_arguments(low: Lowering, node: Node) -> list[Argument]:
    made: list[Argument] = []
    arguments = child(node, "arguments")
    for each in low.named(arguments) if arguments is not None else ():
        if each.type == "pair":
            key, value = _pair(low, each)
            made.append(Argument(value, key or ""))
        elif each.type in ("splat_argument", "hash_splat_argument"):
            made.append(Argument(low.expression(first(each)), spread=True))
        elif each.type == "block_argument":
            inner = first(each)
            made.append(
                Argument(
                    low.expression(inner) if inner is not None and "symbol" not in inner.type else Parts((0, 0), [])
                )
            )
        else:
            made.append(Argument(low.expression(each)))
    block = child(node, "block")
    if block is not None:
        made.append(Argument(read_block(low, block)))
    return made


def read_call(low: Lowering, node: Node) -> Expr:
    receiver, method, block = child(node, "receiver"), child(node, "method"), child(node, "block")
    span, name = span_of(node), text(method) if method is not None else "()"
    if block is not None and (name in _CLOSURES or (name == "new" and text(receiver) == "Proc")):
        return read_block(low, block)
    if name == "super":
        return Parts(span, [each.value for each in read_arguments(low, node)])
    given = read_arguments(low, node)
    if receiver is None:
        if name == "method" and len(given) == 1 and isinstance(given[0].value, Const):
            wanted = str(given[0].value.value)
            return Field(span, Name((0, 0), RECEIVER), wanted) if low._owner else Name(span, wanted)
        if name in MIXES or name.startswith("require"):
            return Parts(span, [])
        return Call(span, Name(span_of(method) if method is not None else span, name), given)
    object_ = low.expression(receiver)
    if name in _CALLS:
        return Call(span, object_, given)
    if name == "new" and receiver.type in ("constant", "scope_resolution") and isinstance(object_, Name):
        return Call(span, object_, given, makes=True)
    if block is not None and name in _MAPS:
        name = known.MAPPED
    end = method.end_byte if method is not None else node.end_byte
    return Call(span, Field((receiver.start_byte, end), object_, name), given)


# Statements.
