"""Ruby. A name alone is a variable where one was given a value, else a method of the file if there is one; the last
value of a method or a block is what it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows import known
from workers.flows.grammar import Grammar
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Case,
    Class,
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
    Leave,
    Loop,
    Name,
    Operation,
    Parts,
    Record,
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

_METHODS = re.compile(r"\bdef (?:self\.)?([a-z_]\w*[?!]?)")
_CALLS = frozenset({"call", "yield", "()"})
_THROWS = frozenset({"raise", "exit", "abort", "fail", "throw"})
_CLOSURES = frozenset({"lambda", "proc"})
_MAPS = frozenset({"map", "collect", "flat_map", "filter_map", "then", "yield_self"})
_MIXES = frozenset({"include", "extend", "prepend"})
_PARAMETERS = frozenset("method_parameters block_parameters lambda_parameters destructured_parameter".split())
_LEAVES = frozenset({"return", "next", "break", "redo", "retry"})
_DEFINITIONS = frozenset({"method", "singleton_method"})


# Names.


def _identifier(low: Lowering, node: Node) -> Expr:
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
        root = node
        while root.parent is not None:
            root = root.parent
        low.noted["methods"] = set(_METHODS.findall(text(root)))
    return low.noted["methods"]


def _is_variable(low: Lowering, name: str) -> bool:
    """Whether a name was given a value so far: in the methods and blocks around, or by the file."""
    return any(name in each for each in low._declared) or name in low.noted.get("variables", ())


def _declare(low: Lowering, target: Name) -> None:
    if low.inside:
        low.declare(target)
    else:
        low.noted.setdefault("variables", set()).add(target.name)


def _of_object(low: Lowering, node: Node) -> Expr:
    """``@name``: a field of the object."""
    del low
    return Field(span_of(node), Name((0, 0), RECEIVER), text(node).lstrip("@"))


def _constant(low: Lowering, node: Node) -> Expr:
    """``A::B`` by its last name: classes are known by that."""
    written = text(node)
    name = written.rpartition("::")[2]
    if re.fullmatch(r"(?:::)?[A-Z]\w*(?:::[A-Z]\w*)*", written):
        low.module.imports.setdefault(name, Import(written.removeprefix("::"), name))
    return Name(span_of(node), name)


def _global(low: Lowering, node: Node) -> Expr:
    del low
    return Name(span_of(node), text(node))


# Values.


def _symbol(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), text(node).strip(":'\""))


def _text(low: Lowering, node: Node) -> Expr:
    inside = [each for each in low.named(node) if each.type == "interpolation"]
    if inside or node.type not in ("string", "bare_string"):
        return Parts(span_of(node), [low.expression(each) for one in inside for each in low.named(one)])
    return Const(span_of(node), text(node).strip("'\"") if node.end_byte - node.start_byte < 400 else None)


def _array(low: Lowering, node: Node) -> Expr:
    items = low.named(node)
    if any(each.type in ("splat_argument", "pair") for each in items):
        return Parts(span_of(node), [low.expression(child(each, "value") or first(each) or each) for each in items])
    return Sequence(span_of(node), [low.expression(each) for each in items])


def _hash(low: Lowering, node: Node) -> Expr:
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


def _element(low: Lowering, node: Node) -> Expr:
    object_, *keys = low.named(node) or [node]
    made = low.expression(object_)
    if len(keys) == 1:
        return Item(span_of(node), made, low.expression(keys[0]))
    return Parts(span_of(node), [made, *(low.expression(each) for each in keys)])


def _binary(low: Lowering, node: Node) -> Expr:
    left, right = child(node, "left"), child(node, "right")
    sign = text(child(node, "operator"))
    if sign == "<<":
        target = left
        while target is not None and target.type == "binary" and text(child(target, "operator")) == "<<":
            target = child(target, "left")
        added = [low.expression(right)]
        if left is not None and target is not None and left.id != target.id:
            added.append(low.expression(left))
        return Assign(span_of(node), _target(low, target), Parts((0, 0), added), adds=True)
    if right is not None and right.type in _LEAVES:
        # `redirect_to(a) and return`: what goes on is not known to have left.
        return Parts(span_of(node), [low.expression(left)])
    if sign in ("=~", "!~", "<=>"):
        return Inline(span_of(node), [Do(low.expression(left)), Do(low.expression(right))])
    return low._binary(node)


def _not(low: Lowering, node: Node) -> Expr:
    sign = text(child(node, "operator"))
    operand = low.expression(child(node, "operand"))
    return Operation(span_of(node), "!?" if sign in ("!", "not") else f"{sign}?", [operand])


def _together(low: Lowering, node: Node) -> Expr:
    """Several statements in parentheses or ``begin``: the last one's value."""
    inside = low.named(node)
    if len(inside) == 1 and node.type == "parenthesized_statements":
        return Same(span_of(node), low.expression(inside[0]))
    return Inline(span_of(node), _giving(low.statement(node) if node.type == "begin" else low.block(node)))


def _as_value(low: Lowering, node: Node) -> Expr:
    """``if`` or ``case`` that is a value."""
    return Inline(span_of(node), _giving(low.statement(node)))


def _rescued(low: Lowering, node: Node) -> Expr:
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


def _target(low: Lowering, node: Node | None) -> Expr:
    if node is None:
        return Const((0, 0), None)
    if node.type == "identifier":
        made = Name(span_of(node), text(node))
        _declare(low, made)
        return made
    if node.type in ("left_assignment_list", "destructured_left_assignment"):
        return Sequence(span_of(node), [_target(low, each) for each in low.named(node)])
    if node.type == "rest_assignment":
        return _target(low, first(node))
    if node.type == "call" and child(node, "receiver") is not None:
        return Field(span_of(node), low.expression(child(node, "receiver")), text(child(node, "method")))
    return low.expression(node)


def _assignment(low: Lowering, node: Node) -> Expr:
    written, given = child(node, "left"), child(node, "right")
    adds = node.type == "operator_assignment"
    if given is not None and given.type == "right_assignment_list":
        value: Expr = Sequence(
            span_of(given), [low.expression(first(e) if "splat" in e.type else e) for e in low.named(given)]
        )
    else:
        value = low.expression(given)
    target = _target(low, written)
    return Assign(span_of(node), target, value, adds=adds, declares=isinstance(target, Name))


# Functions and calls.


def _function(low: Lowering, node: Node, owner: str = "") -> Function:
    made = low.function(node, owner)
    made.body = _giving(made.body, Return)
    return made


def _block(low: Lowering, node: Node) -> Lambda:
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


def _arguments(low: Lowering, node: Node) -> list[Argument]:
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
        made.append(Argument(_block(low, block)))
    return made


def _call(low: Lowering, node: Node) -> Expr:
    receiver, method, block = child(node, "receiver"), child(node, "method"), child(node, "block")
    span, name = span_of(node), text(method) if method is not None else "()"
    if block is not None and (name in _CLOSURES or (name == "new" and text(receiver) == "Proc")):
        return _block(low, block)
    if name == "super":
        return Parts(span, [each.value for each in _arguments(low, node)])
    given = _arguments(low, node)
    if receiver is None:
        if name == "method" and len(given) == 1 and isinstance(given[0].value, Const):
            wanted = str(given[0].value.value)
            return Field(span, Name((0, 0), RECEIVER), wanted) if low._owner else Name(span, wanted)
        if name in _MIXES or name.startswith("require"):
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


def _called(low: Lowering, node: Node) -> list[Statement]:
    if child(node, "receiver") is None and text(child(node, "method")) in _THROWS:
        return [Throw(Parts(span_of(node), [each.value for each in _arguments(low, node)]))]
    return [Do(low.expression(node))]


def _if(low: Lowering, node: Node) -> list[Statement]:
    test = low.expression(child(node, "condition"))
    then = low.statement(child(node, "consequence" if node.type in ("if", "unless", "elsif") else "body"))
    otherwise = low.statement(child(node, "alternative"))
    if node.type.startswith("unless"):
        then, otherwise = otherwise, then
    return [If(test, then, otherwise)]


def _while(low: Lowering, node: Node) -> list[Statement]:
    return [Loop(None, None, low.expression(child(node, "condition")), low.statement(child(node, "body")))]


def _for(low: Lowering, node: Node) -> list[Statement]:
    target = _target(low, child(node, "pattern"))
    return [Loop(target, low.expression(first(child(node, "value"))), None, low.statement(child(node, "body")))]


def _case(low: Lowering, node: Node) -> list[Statement]:
    cases = []
    for each in low.named(node):
        if each.type == "when":
            labels = [low.expression(first(one)) for one in each.children_by_field_name("pattern")]
            cases.append(Case(labels, low.statement(child(each, "body"))))
        elif each.type == "in_clause":
            cases.append(Case([Parts((0, 0), [])], low.statement(child(each, "body"))))
        elif each.type == "else":
            cases.append(Case(None, low.block(each)))
    return [Switch(low.expression(child(node, "value")), cases)]


def _return(low: Lowering, node: Node) -> list[Statement]:
    inside = first(node)
    given = low.named(inside) if inside is not None else []
    if node.type != "return" and not given:
        return [Leave()]
    values = [low.expression(each) for each in given]
    return [Return(values[0] if len(values) == 1 else Sequence(span_of(node), values) if values else None)]


def _body(low: Lowering, node: Node) -> list[Statement]:
    """Statements with what rescues and ensures them."""
    made: list[Statement] = []
    handlers: list[list[Statement]] = []
    final: list[Statement] = []
    after: list[Statement] = []
    for each in low.named(node):
        if each.type == "rescue":
            variable = child(each, "variable")
            if variable is not None:
                _target(low, first(variable))
            handlers.append(low.statement(child(each, "body")))
        elif each.type == "else":
            after = low.block(each)
        elif each.type == "ensure":
            final = low.block(each)
        else:
            made += low.statement(each)
    return [Try([*made, *after], handlers, final)] if handlers or final else made


def _method(low: Lowering, node: Node) -> list[Statement]:
    return low.defined(_function(low, node))


def _class(low: Lowering, node: Node) -> list[Statement]:
    """A class or a module; what else stands in its body runs as a method of it."""
    made = Class(text(child(node, "name")).rpartition("::")[2], span_of(node))
    above = child(node, "superclass")
    if above is not None:
        named = low.expression(first(above))
        made.bases += [named.name] if isinstance(named, Name) else []
    outer, low._owner = low._owner, made.name
    body = Function("*body*", span_of(node), [], [], made.name)
    low._declared.append(set())
    try:
        for each in _members(low, child(node, "body")):
            if each.type in _DEFINITIONS:
                low.add_method(made, _function(low, each, made.name))
            elif each.type == "call" and text(child(each, "method")) in _MIXES and child(each, "receiver") is None:
                given = [low.expression(one) for one in low.named(child(each, "arguments") or each)]
                made.bases += [one.name for one in given if isinstance(one, Name)]
            elif each.type == "assignment" and text(child(each, "left"))[:1].isupper():
                made.starts.append((text(child(each, "left")), low.expression(child(each, "right"))))
            else:
                body.body += low.statement(each)
    finally:
        low._owner = outer
        body.locals = frozenset(low._declared.pop())
    if body.body:
        made.methods[body.name] = body
    old = low.module.classes.setdefault(made.name, made)
    if old is not made:
        for function in made.methods.values():
            old.methods.setdefault(function.name, function)
    return []


def _members(low: Lowering, body: Node | None) -> Iterator[Node]:
    """What stands in a class: ``private def a`` and ``class << self`` are looked into."""
    for each in low.named(body) if body is not None else ():
        inner = [one for one in low.named(child(each, "arguments") or each) if one.type in _DEFINITIONS]
        if each.type == "singleton_class":
            yield from _members(low, child(each, "body"))
        elif each.type == "call" and inner:
            yield from inner
        else:
            yield each


def _nothing(low: Lowering, node: Node) -> list[Statement]:
    del low, node
    return []


def _whole(low: Lowering, node: Node) -> list[Statement]:
    return low.block(node)


GRAMMAR = Grammar(
    language="ruby",
    names=frozenset({"identifier", "constant"}),
    receivers=frozenset({"self"}),
    numbers=frozenset({"integer", "float"}),
    constants={"true": True, "false": False, "nil": None},
    conditionals={"conditional": ("condition", "consequence", "alternative")},
    binaries={"binary": ("left", "operator", "right")},
    sequences=frozenset({"destructured_parameter"}),
    functions={
        "method": ("name", "parameters", "body"),
        "singleton_method": ("name", "parameters", "body"),
        "lambda": ("", "parameters", ""),
        "block": ("", "parameters", "body"),
        "do_block": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"lambda", "block", "do_block"}),
    parameters={
        "optional_parameter": ("name", "value", ""),
        "keyword_parameter": ("name", "value", ""),
        "splat_parameter": ("name", "", ""),
        "hash_splat_parameter": ("name", "", ""),
        "block_parameter": ("name", "", ""),
    },
    rests=frozenset({"splat_parameter", "hash_splat_parameter"}),
    blocks=frozenset({"program", "then", "do", "block_body", "else", "ensure"}),
    throws=frozenset(),
    expressions={
        "identifier": _identifier,
        "instance_variable": _of_object,
        "class_variable": _of_object,
        "global_variable": _global,
        "constant": _constant,
        "scope_resolution": _constant,
        "simple_symbol": _symbol,
        "hash_key_symbol": _symbol,
        "delimited_symbol": _text,
        "string": _text,
        "bare_string": _text,
        "subshell": _text,
        "regex": _text,
        "chained_string": lambda low, node: Parts(span_of(node), [low.expression(each) for each in low.named(node)]),
        "array": _array,
        "string_array": _array,
        "symbol_array": _array,
        "hash": _hash,
        "element_reference": _element,
        "binary": _binary,
        "unary": _not,
        "assignment": _assignment,
        "operator_assignment": _assignment,
        "parenthesized_statements": _together,
        "begin": _together,
        "if": _as_value,
        "unless": _as_value,
        "case": _as_value,
        "case_match": _as_value,
        "rescue_modifier": _rescued,
        "call": _call,
        "lambda": _block,
    },
    statements={
        "call": _called,
        "if": _if,
        "unless": _if,
        "elsif": _if,
        "if_modifier": _if,
        "unless_modifier": _if,
        "while": _while,
        "until": _while,
        "while_modifier": _while,
        "until_modifier": _while,
        "for": _for,
        "case": _case,
        "case_match": _case,
        "return": _return,
        "next": _return,
        "break": _return,
        "body_statement": _body,
        "begin": _body,
        "method": _method,
        "singleton_method": _method,
        "class": _class,
        "module": _class,
        "singleton_class": _nothing,
        "alias": _nothing,
        "undef": _nothing,
        "begin_block": _whole,
    },
    ignored=frozenset(
        "comment string_content escape_sequence heredoc_content heredoc_end uninterpreted empty_statement".split()
    ),
    declares_all=True,
)
