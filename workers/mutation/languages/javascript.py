"""JavaScript and TypeScript: the words of their trees, and the ways to write a program of them otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from workers.mutation import forms
from workers.mutation.forms import Form
from workers.mutation.languages import javascript_imports, javascript_texts
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import Grammar, Spot, around, call_at, on_line, spots, statement_of, walk

_FUNCTIONS = frozenset(
    "arrow_function function_expression function_declaration generator_function generator_function_declaration "
    "method_definition".split()
)
GRAMMAR = Grammar(
    calls={"call_expression": ("function", "arguments"), "new_expression": ("constructor", "arguments")},
    arguments=frozenset({"arguments"}),
    named={},
    assigned={
        "assignment_expression": "right",
        "augmented_assignment_expression": "right",
        "variable_declarator": "value",
        "return_statement": "",
    },
    names=frozenset({"identifier", "shorthand_property_identifier", "this"}),
    literals=frozenset({"string", "number", "true", "false", "null", "regex", "template_string"}),
    statements=frozenset(
        "expression_statement lexical_declaration variable_declaration return_statement throw_statement".split()
    ),
    blocks=frozenset({"program", "statement_block"}),
    scopes=_FUNCTIONS | {"class", "class_declaration"},
    maybe=frozenset({"ternary_expression", "optional_chain"}),
    waiting=frozenset({"await_expression", "yield_expression"}),
    comments=frozenset({"comment"}),
    opening=frozenset({"import_statement", "comment", "hash_bang_line"}),
    classes=frozenset({"class_declaration", "class"}),
    bodies=frozenset({"statement_block", "class_body"}),
    headers=frozenset({"if_statement", "for_in_statement"}),
    clauses=frozenset({"else_clause", "switch_case", "switch_default", "catch_clause"}),
)
_VALUE, _RETURNED = "value_<n>", "function {}_<n>(value) {{\n  return value;\n}}"


def _is_async(spot: Spot) -> bool:
    function = around(spot.value, _FUNCTIONS)
    return function is not None and any(child.type == "async" for child in function.children)


def _is_a_method(spot: Spot) -> bool:
    """Whether ``this`` is the object of the class around it."""
    node = around(spot.value, _FUNCTIONS)
    while node is not None and node.type == "arrow_function":
        node = around(node, _FUNCTIONS)
    return (
        node is not None
        and node.type == "method_definition"
        and node.parent is not None
        and node.parent.type == "class_body"
        and not any(child.type == "static" for child in node.children)
    )


def _is_plain_call(spot: Spot) -> bool:
    return (
        spot.call is not None
        and spot.call.type == "call_expression"
        and not any(node.type == "super" for node in spot.call.children)
    )


def _of_a_path(spot: Spot) -> bool:
    """Whether what is called is ``a.b``, of names alone: written twice it is the same."""
    called = spot.call.child_by_field_name("function") if spot.call is not None else None
    if called is None or called.type != "member_expression" or "?." in spot.program.source(called):
        return False
    return all(node.type in ("member_expression", "identifier", "property_identifier", "this") for node in walk(called))


_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="const value_<n> = <value>;"),
    Form("two assignments", _VALUE, above="const first_<n> = <value>;\nconst value_<n> = first_<n>;"),
    Form("an assignment after the declaration", _VALUE, above="let value_<n>;\nvalue_<n> = <value>;"),
    Form("an array pattern", _VALUE, above="const [value_<n>] = [<value>];"),
    Form("an object pattern", _VALUE, above="const { value: value_<n> } = { value: <value> };"),
    Form("a ternary", "(globalThis.debug ? <value> : <value>)"),
    Form(
        "an if", _VALUE,
        above="let value_<n>;\nif (globalThis.debug) {\n  value_<n> = <value>;\n} else {\n  value_<n> = <value>;\n}",
    ),
    Form("a loop", _VALUE, above="let value_<n>;\nfor (const each of [<value>]) {\n  value_<n> = each;\n}"),
    Form("forEach", _VALUE, waits=False,
         above="let value_<n>;\n[<value>].forEach((each) => {\n  value_<n> = each;\n});"),
    Form("map", "[<value>].map((each) => each)[0]"),
    Form("try", _VALUE, above="let value_<n>;\ntry {\n  value_<n> = <value>;\n} finally {\n  done_<n>();\n}",
         top="function done_<n>() {}"),
    Form("a property of an object", "box_<n>.value", above="const box_<n> = { value: <value> };"),
    Form("a property set later", "box_<n>.value", above="const box_<n> = {};\nbox_<n>.value = <value>;"),
    Form("an object spread", "box_<n>.value", above="const box_<n> = { ...{ value: <value> } };"),
    Form("an item of an array", "box_<n>[0]", above="const box_<n> = [];\nbox_<n>.push(<value>);"),
    Form(
        "a field set by a constructor", "new Box_<n>(<value>).value",
        top="class Box_<n> {\n  constructor(value) {\n    this.value = value;\n  }\n}",
    ),
    Form("a helper in between", "same_<n>(<value>)", top=_RETURNED.format("same")),
    Form("an arrow function in between", "same_<n>(<value>)", top="const same_<n> = (value) => value;"),
    Form("two helpers", "same_<n>(<value>)",
         top=_RETURNED.format("inner") + "\n\nfunction same_<n>(value) {\n  return inner_<n>(value);\n}"),
    Form("a helper of an object", "same_<n>({ value: <value> })",
         top="function same_<n>({ value }) {\n  return value;\n}"),
    Form("a method of another class", "new Helper_<n>().same(<value>)",
         top="class Helper_<n> {\n  same(value) {\n    return value;\n  }\n}"),
    Form("a static method", "Helper_<n>.same(<value>)",
         top="class Helper_<n> {\n  static same(value) {\n    return value;\n  }\n}"),
    Form("a method of the same class", "this.same_<n>(<value>)",
         member="same_<n>(value) {\n  return value;\n}", within=_is_a_method),
    Form("a closure", "get_<n>()", above="const get_<n> = () => <value>;", waits=False,
         within=lambda spot: not spot.program.source(spot.value).startswith("{")),
    Form("a function called at once", "(() => {\n  return <value>;\n})()", waits=False),
    Form("an async helper", "(await same_<n>(<value>))", top="async " + _RETURNED.format("same"), within=_is_async),
    Form("a promise", "(await Promise.resolve(<value>))", within=_is_async),
    Form("the call in a helper", "run_<n>(<value>)", call=True,
         top="function run_<n>(value) {\n  return <function>(<arguments>);\n}"),
    Form("the call in a method", "new Runner_<n>().run(<value>)", call=True,
         top="class Runner_<n> {\n  run(value) {\n    return <function>(<arguments>);\n  }\n}"),
    Form("the call in a closure", "run_<n>(<value>)", call=True,
         above="const run_<n> = (value) => <function>(<arguments>);"),
)  # fmt: skip


def _spread(program: Program) -> Iterator[Edit]:
    """``f(a, b)`` as ``f(...[a, b])``."""
    for spot in spots(program, GRAMMAR):
        arguments = spot.call.child_by_field_name("arguments") if spot.call is not None else None
        if arguments is not None and arguments.type == "arguments":
            inner = program.text[arguments.start_byte + 1 : arguments.end_byte - 1].decode()
            yield Edit(arguments.start_byte + 1, arguments.end_byte - 1, f"...[{inner}]", spot.number)


def _by(method: str, opening: str, closing: str) -> Mutation:
    """``a.b(c)`` as ``a.b.call(a, c)`` or ``a.b.apply(a, [c])``."""

    def edits(program: Program) -> Iterator[Edit]:
        for spot in spots(program, GRAMMAR):
            if not (_is_plain_call(spot) and _of_a_path(spot)) or spot.call is None:
                continue
            called, arguments = (spot.call.child_by_field_name(name) for name in ("function", "arguments"))
            if called is None or arguments is None or arguments.type != "arguments":
                continue
            owner = called.child_by_field_name("object")
            inner = program.text[arguments.start_byte + 1 : arguments.end_byte - 1].decode().strip()
            this = program.source(owner) if owner is not None else "null"
            text = f".{method}({this}, {opening}{inner.rstrip(',')}{closing})"
            yield Edit(called.end_byte, arguments.end_byte, text, spot.number)

    return Mutation(f"{method} of a function", edits)


def _optional(program: Program) -> Iterator[Edit]:
    """``a.b(c)`` as ``a?.b(c)``, of the marked call."""
    for spot in spots(program, GRAMMAR):
        if _is_plain_call(spot) and _of_a_path(spot) and spot.call is not None:
            called = spot.call.child_by_field_name("function")
            dot = next((child for child in called.children if child.type == "."), None) if called is not None else None
            if dot is not None and program.source(spot.call).count("super") == 0:
                yield Edit(dot.start_byte, dot.end_byte, "?.", spot.number)


def _computed(program: Program) -> Iterator[Edit]:
    """``a.b(c.d)`` as ``a["b"](c["d"])``, of the marked lines."""
    for place in program.places:
        for node in on_line(program, place, GRAMMAR):
            name = node.child_by_field_name("property") if node.type == "member_expression" else None
            dot = next((child for child in node.children if child.type == "."), None)
            if name is not None and dot is not None and name.type == "property_identifier":
                yield Edit(dot.start_byte, name.end_byte, f'["{program.source(name)}"]', place.line)


def _written_as_functions(program: Program) -> Iterator[Edit]:
    """``(a) => { … }`` as ``function (a) { … }``, where it asks for no ``this``."""
    for node in walk(program.tree.root_node):
        body, parameters = node.child_by_field_name("body"), node.child_by_field_name("parameters")
        if node.type != "arrow_function" or body is None or parameters is None or body.type != "statement_block":
            continue
        arrow = next(child for child in node.children if child.type == "=>")
        if not any(each.type in ("this", "super") or program.source(each) == "arguments" for each in walk(body)):
            yield Edit(parameters.start_byte, parameters.start_byte, "function ")
            yield Edit(arrow.start_byte, arrow.end_byte, "")


def _written_as_arrows(program: Program) -> Iterator[Edit]:
    """``function (a) { … }`` as ``(a) => { … }``, where it asks for no ``this``."""
    for node in walk(program.tree.root_node):
        body, parameters = node.child_by_field_name("body"), node.child_by_field_name("parameters")
        if node.type != "function_expression" or node.child_by_field_name("name") or body is None or not parameters:
            continue
        word = next(child for child in node.children if child.type == "function")
        if not any(
            each.type in ("this", "super", "meta_property") or program.source(each) == "arguments"
            for each in walk(body)
        ):
            yield Edit(word.start_byte, word.end_byte, "")
            yield Edit(body.start_byte, body.start_byte, "=> ")


def _handlers_by_name(program: Program) -> Iterator[Edit]:
    """A function that is given to a call of the file's top, with a name of its own before it."""
    for statement in program.tree.root_node.named_children:
        call = statement.named_children[0] if statement.named_children else None
        if statement.type != "expression_statement" or call is None or call.type != "call_expression":
            continue
        arguments = call.child_by_field_name("arguments")
        given = arguments.named_children if arguments is not None else []
        functions = [each for each in given if each.type in ("arrow_function", "function_expression")]
        if len(functions) == 1 and functions[0] == given[-1]:
            function, name = functions[0], f"handler_{statement.start_point[0] + 1}"
            before = program.text[statement.start_byte : function.start_byte].decode()
            after = program.text[function.end_byte : statement.end_byte].decode()
            yield Edit(statement.start_byte, function.start_byte, f"const {name} = ")
            yield Edit(function.end_byte, statement.end_byte, f";\n{before}{name}{after}")


def _options(program: Program) -> Iterator[Edit]:
    """An object among the arguments of a call, in a variable before."""
    for place in program.places:
        call = call_at(program, place, GRAMMAR)
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if call is None or arguments is None:
            continue
        for number, each in enumerate(arguments.named_children):
            if each.type == "object" and not _has_functions(each):
                spot = Spot(program, GRAMMAR, place, statement_of(each, GRAMMAR), call, each)
                yield from forms.edits_of(_OPTIONS[number % len(_OPTIONS)], spot)


_OPTIONS = tuple(
    Form("", f"options_{number}_<n>", above=f"const options_{number}_<n> = <value>;") for number in range(4)
)


def _has_functions(node: Node) -> bool:
    return any(each.type in _FUNCTIONS for each in walk(node))


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    Mutation("arguments from an array", _spread),
    _by("call", "", ""),
    _by("apply", "[", "]"),
    Mutation("optional chaining", _optional),
    Mutation("names in brackets", _computed),
    Mutation("functions instead of arrows", _written_as_functions, whole=True),
    Mutation("arrows instead of functions", _written_as_arrows, whole=True),
    Mutation("a handler with a name", _handlers_by_name, whole=True),
    Mutation("options in a variable", _options),
    forms.by_name("a constant of the module", "const CONSTANT_<n> = <value>;", "CONSTANT_<n>", GRAMMAR),
    forms.by_name(
        "a constant of an object", "const CONSTANTS_<n> = { VALUE: <value> };", "CONSTANTS_<n>.VALUE", GRAMMAR
    ),
    forms.by_name(
        "a constant of a class", "class Constants_<n> {\n  static VALUE = <value>;\n}", "Constants_<n>.VALUE", GRAMMAR
    ),
    *javascript_imports.MUTATIONS,
    *javascript_texts.MUTATIONS,
)
