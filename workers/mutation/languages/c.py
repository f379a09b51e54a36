"""C and C++: the words of their trees, and the ways to write a program of them otherwise."""

from __future__ import annotations

from dataclasses import replace

from tree_sitter import Node

from workers.mutation import forms
from workers.mutation.forms import Form
from workers.mutation.model import Mutation, Program
from workers.mutation.spots import Grammar, Spot, around, walk

_LITERAL_TYPES = {"string_literal": "const char *", "number_literal": "int"}


def _type_of(program: Program, node: Node) -> str:
    """Of constants, and of the variables and parameters of a function that are written with a plain type."""
    if node.type in _LITERAL_TYPES:
        return _LITERAL_TYPES[node.type]
    if node.type == "call_expression":
        called = node.child_by_field_name("function")
        return "char *" if called is not None and program.source(called) in ("getenv", "strdup", "fgets") else ""
    if node.type != "identifier":
        return ""
    function = around(node, frozenset({"function_definition"}))
    for each in walk(function) if function is not None else ():
        if each.type not in ("declaration", "parameter_declaration"):
            continue
        kind, declarator = each.child_by_field_name("type"), each.child_by_field_name("declarator")
        if declarator is not None and declarator.type == "init_declarator":
            declarator = declarator.child_by_field_name("declarator")
        if kind is None or declarator is None:
            continue
        name = declarator.child_by_field_name("declarator") if declarator.type != "identifier" else declarator
        if name is None or program.source(name) != program.source(node):
            continue
        before = program.text[each.start_byte : declarator.start_byte].decode().strip()
        before = before.removeprefix("static ").strip()
        stars = {"pointer_declarator": " *", "array_declarator": " *", "identifier": ""}
        return before + stars[declarator.type] if declarator.type in stars else ""
    return ""


C = Grammar(
    calls={"call_expression": ("function", "arguments")},
    arguments=frozenset({"argument_list"}),
    named={},
    assigned={"assignment_expression": "right", "init_declarator": "value", "return_statement": ""},
    names=frozenset({"identifier", "this"}),
    literals=frozenset(_LITERAL_TYPES),
    statements=frozenset({"expression_statement", "declaration", "return_statement"}),
    blocks=frozenset({"compound_statement"}),
    scopes=frozenset({"function_definition", "lambda_expression"}),
    maybe=frozenset({"conditional_expression"}),
    waiting=frozenset({"co_await_expression"}),
    comments=frozenset({"comment"}),
    opening=frozenset({"preproc_include", "preproc_def", "preproc_call", "comment", "using_declaration",
                       "preproc_ifdef"}),
    bodies=frozenset({"compound_statement", "field_declaration_list"}),
    headers=frozenset({"if_statement"}),
    clauses=frozenset({"else_clause", "case_statement"}),
    typed=_type_of,
)  # fmt: skip
CPP = replace(C, classes=frozenset({"class_specifier", "struct_specifier"}))
_VALUE = "value_<n>"


def _is_a_statement(spot: Spot) -> bool:
    """Whether nothing is done with what the call returns."""
    return spot.call is not None and spot.call.parent is not None and spot.call.parent.type == "expression_statement"


_SHARED = (
    Form("parentheses", "(<value>)"),
    Form("a ternary", "(debug_<n> ? <value> : <value>)", top="static int debug_<n>;"),
    Form("a comma", "((void)0, <value>)"),
    Form("an early assignment", _VALUE, above="<type> value_<n> = <value>;"),
    Form("two assignments", _VALUE, above="<type> first_<n> = <value>;\n<type> value_<n> = first_<n>;"),
    Form("an assignment after the declaration", _VALUE, above="<type> value_<n>;\nvalue_<n> = <value>;"),
    Form("an if", _VALUE, top="static int debug_<n>;",
         above="<type> value_<n>;\nif (debug_<n>) {\n    value_<n> = <value>;\n} else {\n    value_<n> = <value>;\n}"),
    Form("a loop", _VALUE,
         above="<type> value_<n>;\nfor (int i_<n> = 0; i_<n> < 1; i_<n>++) {\n    value_<n> = <value>;\n}"),
    Form("a field of a struct", "box_<n>.value", above="struct box_<n> box_<n>;\nbox_<n>.value = <value>;",
         top="struct box_<n> {\n    <type> value;\n};"),
    Form("a pointer to a struct", "box_<n>->value",
         above="struct box_<n> held_<n>;\nstruct box_<n> *box_<n> = &held_<n>;\nbox_<n>->value = <value>;",
         top="struct box_<n> {\n    <type> value;\n};"),
    Form("a pointer", "*pointer_<n>", above="<type> value_<n> = <value>;\n<type> *pointer_<n> = &value_<n>;"),
    Form("a helper in between", "same_<n>(<value>)",
         top="static <type> same_<n>(<type> value)\n{\n    return value;\n}"),
    Form("two helpers", "same_<n>(<value>)",
         top="static <type> inner_<n>(<type> value)\n{\n    return value;\n}\n\n"
             "static <type> same_<n>(<type> value)\n{\n    return inner_<n>(value);\n}"),
    Form("a macro", "SAME_<n>(<value>)", top="#define SAME_<n>(value) (value)"),
    Form("the call in a helper", "run_<n>(<value>)", call=True, within=_is_a_statement,
         top="static void run_<n>(<type> value)\n{\n    <function>(<arguments>);\n}"),
)  # fmt: skip
_OF_CPP = (
    Form("auto", _VALUE, above="auto value_<n> = <value>;"),
    Form("a template", "same_<n>(<value>)", top="template <typename T>\nT same_<n>(T value)\n{\n    return value;\n}"),
    Form("a method of a class", "Helper_<n>().same(<value>)",
         top="class Helper_<n> {\npublic:\n    template <typename T>\n    T same(T value) { return value; }\n};"),
    Form("a lambda", "get_<n>()", above="auto get_<n> = [&]() { return <value>; };"),
    Form("the call in a lambda", "run_<n>(<value>)", call=True,
         above="auto run_<n> = [&](auto value) { return <function>(<arguments>); };"),
)  # fmt: skip


def _mutations(grammar: Grammar, *more: Form) -> tuple[Mutation, ...]:
    return (
        *(forms.mutation(form, grammar) for form in (*_SHARED, *more)),
        forms.by_name("a constant", "static const <type> constant_<n> = <value>;", "constant_<n>", grammar),
        forms.by_name("a defined constant", "#define CONSTANT_<n> <value>", "CONSTANT_<n>", grammar),
    )


OF_C = _mutations(C)
OF_CPP = _mutations(CPP, *_OF_CPP)
