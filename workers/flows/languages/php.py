"""PHP. A variable's name has its ``$``, so that it is never taken for a function's or a constant's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.lowering import Lowering, counted
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    GLOBAL,
    RECEIVER,
    Argument,
    Assign,
    Call,
    Case,
    Const,
    Do,
    Either,
    Expr,
    Field,
    Give,
    If,
    Import,
    Inline,
    Item,
    Lambda,
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
)

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset({"name", "qualified_name", "relative_name"})
_ENDS = frozenset({"die", "exit"})
_APPENDS = frozenset({"array_push", "array_unshift"})
_MATCHES = frozenset({"preg_match", "preg_match_all"})
_PLAIN_CASTS = frozenset("int integer float double real bool boolean".split())


def _last(written: str) -> str:
    r"""``\A\B`` as ``B``."""
    return written.rpartition("\\")[2]


# What stands for a value.


def _variable(low: Lowering, node: Node) -> Expr:
    del low
    name = text(node)
    return Name(span_of(node), RECEIVER if name == "$this" else name)


def _qualified(low: Lowering, node: Node) -> Expr:
    del low
    return Name(span_of(node), _last(text(node)))


def _boolean(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), text(node).lower() == "true")


def _text(low: Lowering, node: Node) -> Expr:
    """A text in double quotes or a heredoc with what is put into it."""
    body = child(node, "value") if node.type == "heredoc" else node
    inside = low.named(body) if body is not None else []
    if inside:
        return Parts(span_of(node), [low.expression(each) for each in inside])
    return low._string(node)


def _member(low: Lowering, node: Node) -> Expr:
    object_, name = low.expression(child(node, "object")), child(node, "name")
    if name is None or name.type == "name":
        return Field(span_of(node), object_, text(name))
    return Item(span_of(node), object_, low.expression(name))


def _scope(low: Lowering, node: Node | None) -> Expr:
    """The class before ``::``; a class in itself is its object."""
    if node is None:
        return Const((0, 0), None)
    if text(node).lower() in ("self", "static") and low._owner:
        return Name(span_of(node), RECEIVER)
    return low.expression(node)


def _of_class(low: Lowering, node: Node) -> Expr:
    """``A::$name`` and ``A::NAME``."""
    inside = [each for each in node.named_children if each.type != "comment"]
    scope, name = (inside[0], inside[-1]) if len(inside) > 1 else (None, node)
    return Field(span_of(node), _scope(low, scope), text(name).lstrip("$"))


def _subscript(low: Lowering, node: Node) -> Expr:
    inside = low.named(node)
    key: Expr = low.expression(inside[1]) if len(inside) > 1 else Parts((0, 0), [])
    return Item(span_of(node), low.expression(inside[0] if inside else None), key)


def _array(low: Lowering, node: Node) -> Expr:
    entries: list[tuple[str | None, Expr]] = []
    is_list, count = True, 0
    for each in low.named(node):
        inside = low.named(each)
        if len(inside) > 1:
            is_list = False
            entries.append((_key(low.expression(inside[0])), low.expression(inside[1])))
        elif inside and inside[0].type == "variadic_unpacking":
            is_list = False
            entries.append((None, low.expression(first(inside[0]))))
        else:
            entries.append((str(count), low.expression(inside[0] if inside else each)))
            count += 1
    if is_list:
        return Sequence(span_of(node), [value for _, value in entries])
    return Record(span_of(node), entries)


def _key(expr: Expr) -> str | None:
    return str(expr.value) if isinstance(expr, Const) and expr.value is not None else None


def _pattern(low: Lowering, node: Node) -> Expr:
    """``[$a, 'b' => $c]`` where it is assigned to: the key of an entry stands before ``=>``, which is no node."""
    entries: list[tuple[str | None, Expr]] = []
    count, key, last = 0, None, None
    for each in node.children:
        if each.type == "=>":
            key, last = last, None
        elif each.type in (",", ")", "]"):
            if last is not None:
                name = _key(low.expression(key)) if key is not None else str(count)
                entries.append((name, low.expression(last)))
            count, key, last = count + 1, None, None
        elif each.is_named and each.type != "comment":
            last = each
    made = Record(span_of(node), entries)
    low.declare(made)
    return made


def _cast(low: Lowering, node: Node) -> Expr:
    """A number or a truth value is nobody's text."""
    value = low.expression(child(node, "value"))
    if text(child(node, "type")).lower() in _PLAIN_CASTS:
        return Inline(span_of(node), [Do(value)])
    return Same(span_of(node), value)


def _print(low: Lowering, node: Node) -> Expr:
    return Inline(span_of(node), [Do(low.expression(first(node)))])


def _conditional(low: Lowering, node: Node) -> Expr:
    test, then, otherwise = (child(node, name) for name in ("condition", "body", "alternative"))
    if then is None:
        return Operation(span_of(node), "||", [low.expression(test), low.expression(otherwise)])
    return Either(span_of(node), low.expression(test), low.expression(then), low.expression(otherwise))


def _match(low: Lowering, node: Node) -> Expr:
    cases = []
    for each in low.named(child(node, "body") or node):
        labels = child(each, "conditional_expressions")
        given = child(each, "return_expression")
        body: list[Statement] = []
        if given is not None:
            body = [Throw(low.expression(first(given)))] if given.type == "throw_expression" else []
            body = body or [Give(low.expression(given))]
        asked = [low.expression(one) for one in low.named(labels)] if labels is not None else None
        cases.append(Case(asked, body))
    return Inline(span_of(node), [Switch(low.expression(child(node, "condition")), cases)])


def _thrown(low: Lowering, node: Node) -> Expr:
    """``$a ?? throw new E()``: what goes on has not thrown."""
    return Inline(span_of(node), [Do(low.expression(first(node)))])


def _closure(low: Lowering, node: Node) -> Expr:
    """A closure knows no variable of the function around it but those that ``use`` names."""
    made = low.function(node)
    used = frozenset[str]()
    for each in node.named_children:
        if each.type == "anonymous_function_use_clause":
            used = frozenset(_variables_in(each))
    made.locals = frozenset(_variables_in(node)) - used - {"$this"}
    return Lambda(span_of(node), made)


def _variables_in(node: Node) -> Iterator[str]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type == "variable_name":
            yield text(each)
        else:
            waiting += each.named_children


# Calls.


def _arguments(low: Lowering, node: Node | None) -> list[Argument]:
    made = []
    for each in low.named(node) if node is not None else ():
        name, inside = child(each, "name"), low.named(each)
        inner = inside[-1] if each.type == "argument" and inside else each
        if inner.type == "variadic_unpacking":
            made.append(Argument(low.expression(first(inner)), spread=True))
        else:
            made.append(Argument(low.expression(inner), f"${text(name)}" if name is not None else ""))
    return made


def _is_reference(arguments: Node | None) -> bool:
    """``f(...)``: the function itself."""
    return arguments is not None and any(each.type == "variadic_placeholder" for each in arguments.named_children)


def _call(low: Lowering, node: Node) -> Expr:
    function, arguments = child(node, "function"), child(node, "arguments")
    callee, span = low.expression(function), span_of(node)
    if _is_reference(arguments):
        return callee
    given = _arguments(low, arguments)
    name = callee.name.lower() if isinstance(callee, Name) and function is not None and function.type in _NAMES else ""
    if name == "compact" and all(isinstance(each.value, Const) for each in given):
        return Record(span, [(key, Name((0, 0), f"${key}")) for key in (_key(each.value) for each in given) if key])
    if name in ("call_user_func", "call_user_func_array") and given:
        return _called(span, given[0].value, given[1:], is_list=name.endswith("array"))
    if name in _APPENDS and len(given) > 1:
        return Assign(span, given[0].value, Parts((0, 0), [each.value for each in given[1:]]), adds=True)
    if name in _MATCHES and len(given) > 2:
        low.declare(given[2].value)
        found = Assign((0, 0), given[2].value, Parts((0, 0), [given[1].value]))
        return Inline(span, [Give(Call(span, callee, given)), Do(found)])
    return Call(span, callee, given)


def _called(span: tuple[int, int], called: Expr, given: list[Argument], *, is_list: bool) -> Expr:
    """A function that is named by a text, or a method by its object and a text."""
    if isinstance(called, Const) and isinstance(called.value, str):
        called = Name(called.span, called.value)
    elif isinstance(called, Sequence) and len(called.items) == 2:
        name = _key(called.items[1])
        called = Field(called.span, called.items[0], name) if name else called
    if is_list:
        given = [Argument(each.value, spread=True) for each in given]
    return Call(span, called, given)


def _method_call(low: Lowering, node: Node) -> Expr:
    is_scoped = node.type == "scoped_call_expression"
    owner, name, arguments = (
        child(node, "scope" if is_scoped else "object"),
        child(node, "name"),
        child(node, "arguments"),
    )
    object_ = _scope(low, owner) if is_scoped else low.expression(owner)
    start = owner.start_byte if owner is not None else node.start_byte
    end = name.end_byte if name is not None else node.end_byte
    callee: Expr
    if name is not None and name.type == "name":
        callee = Field((start, end), object_, text(name))
    else:
        callee = Parts((start, end), [object_, low.expression(name)])
    return callee if _is_reference(arguments) else Call(span_of(node), callee, _arguments(low, arguments))


def _new(low: Lowering, node: Node) -> Expr:
    inside = low.named(node)
    made = inside[0] if inside else node
    holder = made if made.type == "anonymous_class" else node
    arguments = next((each for each in holder.named_children if each.type == "arguments"), None)
    if made.type == "anonymous_class":
        name = f"class@{made.start_byte}"
        _define(low, made, name)
    elif text(made).lower() in ("self", "static"):
        name = low._owner
    else:
        name = _last(text(made))
    return Call(span_of(node), Name(span_of(made), name), _arguments(low, arguments), makes=True)


# Statements.


def _done(low: Lowering, node: Node) -> list[Statement]:
    """An expression as a statement; some end the function."""
    inner = first(node)
    if inner is not None and inner.type == "throw_expression":
        return [Throw(low.expression(first(inner)))]
    made = Do(low.expression(inner))
    function = child(inner, "function") if inner is not None and inner.type == "function_call_expression" else None
    return [made, Throw(None)] if text(function).lower() in _ENDS else [made]


def _if(low: Lowering, node: Node) -> list[Statement]:
    otherwise: list[Statement] = []
    for each in reversed(node.children_by_field_name("alternative")):
        body = low.statement(child(each, "body"))
        if each.type == "else_if_clause":
            otherwise = [If(low.expression(child(each, "condition")), body, otherwise)]
        else:
            otherwise = body
    return [If(low.expression(child(node, "condition")), low.statement(child(node, "body")), otherwise)]


def _each(low: Lowering, node: Node) -> list[Statement]:
    body = child(node, "body")
    elements, target = ([one for one in low.named(node) if body is None or one.id != body.id] + [None, None])[:2]
    pair = low.named(target) if target is not None and target.type == "pair" else []
    if pair:
        taken: Expr = Sequence(span_of(node), [low.expression(each) for each in pair])
    else:
        taken = low.expression(target)
    low.declare(taken)
    return [Loop(taken, low.expression(elements), None, low.statement(body), pairs=bool(pair))]


def _switch(low: Lowering, node: Node) -> list[Statement]:
    cases = []
    for each in low.named(child(node, "body") or node):
        value = child(each, "value")
        inside = [one for one in low.named(each) if value is None or one.id != value.id]
        body = [made for one in inside for made in low.statement(one)]
        cases.append(Case([low.expression(value)] if value is not None else None, body, falls=True))
    return [Switch(low.expression(child(node, "condition")), cases)]


def _globals(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for each in low.named(node):
        target = low.expression(each)
        low.declare(target)
        made.append(Do(Assign(span_of(each), target, Name((0, 0), GLOBAL + text(each)), declares=True)))
    return made


def _static(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for each in low.named(node):
        target = low.expression(child(each, "name"))
        low.declare(target)
        made.append(Do(Assign(span_of(each), target, low.expression(child(each, "value")), declares=True)))
    return made


def _constants(low: Lowering, node: Node) -> list[Statement]:
    """``const A = 1;``: those of a class are its own."""
    if low._owner:
        return []
    return [Do(Assign(span_of(each), *pair)) for each in low.named(node) for pair in _constant(low, each)]


def _constant(low: Lowering, node: Node) -> Iterator[tuple[Expr, Expr]]:
    inside = low.named(node)
    if len(inside) > 1:
        yield Name(span_of(inside[0]), text(inside[0])), low.expression(inside[1])


def _class(low: Lowering, node: Node) -> list[Statement]:
    _define(low, node, "")
    return []


def _define(low: Lowering, node: Node, name: str) -> None:
    made = low.class_(node, name)
    for each in low.named(child(node, "body") or node):
        if each.type == "property_declaration":
            type_ = low.type_name(child(each, "type"))
            for element in low.named(each):
                named, value = text(child(element, "name")).lstrip("$"), child(element, "default_value")
                if type_ and named:
                    made.types[named] = type_
                if value is not None:
                    made.starts.append((named, low.expression(value)))
        elif each.type == "const_declaration":
            made.starts += [(text(one), value) for part in low.named(each) for one, value in _named(low, part)]
        elif each.type == "use_declaration":
            made.bases += [_last(text(one)) for one in low.named(each) if one.type in _NAMES]


def _named(low: Lowering, node: Node) -> Iterator[tuple[Node, Expr]]:
    inside = low.named(node)
    if len(inside) > 1:
        yield inside[0], low.expression(inside[1])


def _namespace(low: Lowering, node: Node) -> list[Statement]:
    low.module.package = text(child(node, "name"))
    return low.statement(child(node, "body"))


def _use(low: Lowering, node: Node) -> None:
    group = child(node, "body")
    before = text(first(node)).strip("\\") + "\\" if group is not None else ""
    for each in (group or node).named_children:
        if each.type == "namespace_use_clause":
            written = next((one for one in each.named_children if one.type in _NAMES), None)
            name = before + text(written).strip("\\")
            low.module.imports[text(child(each, "alias")) or _last(name)] = Import(name, _last(name))


def _nothing(low: Lowering, node: Node) -> list[Statement]:
    del low, node
    return []


def _exit(low: Lowering, node: Node) -> list[Statement]:
    return [Throw(low.expression(first(node)) if first(node) is not None else None)]


def _return(low: Lowering, node: Node) -> list[Statement]:
    given = first(node)
    return [Return(low.expression(given) if given is not None else None)]


GRAMMAR = Grammar(
    language="php",
    names=frozenset({"variable_name", "name"}),
    strings=frozenset({"string", "nowdoc"}),
    numbers=frozenset({"integer", "float"}),
    constants={"null": None},
    same={
        "parenthesized_expression": "",
        "error_suppression_expression": "",
        "clone_expression": "",
        "by_ref": "",
        "argument": "",
    },
    binaries={"binary_expression": ("left", "operator", "right")},
    unaries={"unary_op_expression": "argument"},
    assignments={
        "assignment_expression": ("left", "right"),
        "reference_assignment_expression": ("left", "right"),
    },
    additions={"augmented_assignment_expression": ("left", "right")},
    functions={
        "function_definition": ("name", "parameters", "body"),
        "method_declaration": ("name", "parameters", "body"),
        "anonymous_function": ("", "parameters", "body"),
        "arrow_function": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"anonymous_function", "arrow_function"}),
    classes={
        "class_declaration": ("name", "body"),
        "trait_declaration": ("name", "body"),
        "interface_declaration": ("name", "body"),
        "enum_declaration": ("name", "body"),
        "anonymous_class": ("", "body"),
    },
    bases=frozenset({"base_clause", "class_interface_clause"}),
    parameters={
        "simple_parameter": ("name", "default_value", "type"),
        "property_promotion_parameter": ("name", "default_value", "type"),
        "variadic_parameter": ("name", "", "type"),
    },
    rests=frozenset({"variadic_parameter"}),
    promotes=frozenset({"visibility_modifier", "readonly_modifier"}),
    blocks=frozenset({"compound_statement", "colon_block", "program"}),
    whiles={"while_statement": ("condition", "body"), "do_statement": ("condition", "body")},
    fors={"for_statement": ("initialize", "condition", "update", "body")},
    leaves=frozenset({"break_statement", "continue_statement"}),
    tries={"try_statement": "body"},
    handlers=frozenset({"catch_clause"}),
    finals=frozenset({"finally_clause"}),
    expressions={
        "variable_name": _variable,
        "qualified_name": _qualified,
        "relative_name": _qualified,
        "boolean": _boolean,
        "encapsed_string": _text,
        "heredoc": _text,
        "member_access_expression": _member,
        "nullsafe_member_access_expression": _member,
        "scoped_property_access_expression": _of_class,
        "class_constant_access_expression": _of_class,
        "subscript_expression": _subscript,
        "array_creation_expression": _array,
        "list_literal": _pattern,
        "cast_expression": _cast,
        "print_intrinsic": _print,
        "conditional_expression": _conditional,
        "match_expression": _match,
        "throw_expression": _thrown,
        "anonymous_function": _closure,
        "update_expression": counted,
        "function_call_expression": _call,
        "member_call_expression": _method_call,
        "nullsafe_member_call_expression": _method_call,
        "scoped_call_expression": _method_call,
        "object_creation_expression": _new,
    },
    statements={
        "expression_statement": _done,
        "if_statement": _if,
        "foreach_statement": _each,
        "switch_statement": _switch,
        "return_statement": _return,
        "exit_statement": _exit,
        "global_declaration": _globals,
        "function_static_declaration": _static,
        "const_declaration": _constants,
        "property_declaration": _nothing,
        "use_declaration": _nothing,
        "enum_case": _nothing,
        "unset_statement": _nothing,
        "empty_statement": _nothing,
        "declare_statement": _nothing,
        "named_label_statement": _nothing,
        "goto_statement": _nothing,
        "class_declaration": _class,
        "trait_declaration": _class,
        "interface_declaration": _class,
        "enum_declaration": _class,
        "namespace_definition": _namespace,
    },
    reads={"namespace_use_declaration": _use},
    ignored=frozenset(
        "comment php_tag php_end_tag text text_interpolation string_content escape_sequence heredoc_start heredoc_end "
        "named_type primitive_type optional_type union_type intersection_type type_list attribute_list "
        "visibility_modifier static_modifier abstract_modifier final_modifier readonly_modifier reference_modifier "
        "var_modifier".split()
    ),
    declares_all=True,
)
