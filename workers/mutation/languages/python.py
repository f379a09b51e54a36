"""Python: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from workers.mutation import forms
from workers.mutation.forms import Form
from workers.mutation.languages import python_imports, python_texts
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import Grammar, Spot, around, spots, top, walk

GRAMMAR = Grammar(
    calls={"call": ("function", "arguments")},
    arguments=frozenset({"argument_list"}),
    named={"keyword_argument": "value"},
    assigned={"assignment": "right", "augmented_assignment": "right", "return_statement": ""},
    names=frozenset({"identifier"}),
    literals=frozenset({"string", "integer", "float", "true", "false", "none", "concatenated_string"}),
    statements=frozenset(
        "expression_statement return_statement raise_statement assert_statement delete_statement".split()
    ),
    blocks=frozenset({"module", "block"}),
    scopes=frozenset(
        "lambda function_definition class_definition list_comprehension set_comprehension dictionary_comprehension "
        "generator_expression".split()
    ),
    maybe=frozenset({"conditional_expression"}),
    waiting=frozenset({"await", "yield", "named_expression"}),
    comments=frozenset({"comment"}),
    opening=frozenset({"import_statement", "import_from_statement", "future_import_statement", "comment"}),
    labels=frozenset({("attribute", "attribute"), ("keyword_argument", "name")}),
    classes=frozenset({"class_definition"}),
    bodies=frozenset({"block"}),
    headers=frozenset({"for_statement", "with_statement", "if_statement"}),
    clauses=frozenset({"elif_clause", "else_clause", "except_clause", "case_clause"}),
)
_VALUE, _RETURNED = "value_<n>", "def {}_<n>(value):\n    return value"


def _is_async(spot: Spot) -> bool:
    function = around(spot.value, frozenset({"function_definition", "lambda", *_COMPREHENSIONS}))
    return function is not None and any(child.type == "async" for child in function.children)


def _is_in_no_class_body(spot: Spot) -> bool:
    """A comprehension in the body of a class sees none of its names."""
    scope = around(spot.value, frozenset({"function_definition", "class_definition", "lambda", *_COMPREHENSIONS}))
    return scope is None or scope.type == "function_definition"


_COMPREHENSIONS = ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")


def _has_no_keywords(spot: Spot) -> bool:
    arguments = spot.call.child_by_field_name("arguments") if spot.call is not None else None
    if arguments is None or arguments.type != "argument_list":
        return False
    return all(child.type not in ("keyword_argument", "dictionary_splat") for child in arguments.named_children)


_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="value_<n> = <value>"),
    Form("two assignments", _VALUE, above="first_<n> = <value>\nvalue_<n> = first_<n>"),
    Form("an assignment with a type", _VALUE, above="value_<n>: object = <value>"),
    Form("unpacking", _VALUE, above="value_<n>, other_<n> = <value>, None"),
    Form("unpacking with a star", _VALUE, above="value_<n>, *others_<n> = [<value>]"),
    Form("a walrus", "(value_<n> := <value>)", within=_is_in_no_class_body),
    Form("a ternary", "(<value> if __debug__ else <value>)"),
    Form("an if", _VALUE, above="if __debug__:\n    value_<n> = <value>\nelse:\n    value_<n> = <value>"),
    Form("a loop", _VALUE, above="for value_<n> in [<value>]:\n    pass"),
    Form("try", _VALUE, above="try:\n    value_<n> = <value>\nfinally:\n    pass"),
    Form(
        "with", _VALUE,
        above="with contextlib.nullcontext(<value>) as value_<n>:\n    pass", imports="import contextlib",
    ),
    Form(
        "a comprehension", "[value for value in [<value>]][0]", waits=False, within=_is_in_no_class_body
    ),
    Form("an entry of a dictionary", 'box_<n>["value"]', above='box_<n> = {"value": <value>}'),
    Form("an item of a list", "box_<n>[0]", above="box_<n> = []\nbox_<n>.append(<value>)"),
    Form("an attribute", "box_<n>.value", above="box_<n> = Box_<n>()\nbox_<n>.value = <value>",
         top="class Box_<n>:\n    value = None"),
    Form(
        "an attribute set by a constructor", "Box_<n>(<value>).value",
        top="class Box_<n>:\n    def __init__(self, value):\n        self.value = value",
    ),
    Form(
        "a class attribute", "Box_<n>.value", above="Box_<n>.value = <value>", top="class Box_<n>:\n    value = None"
    ),
    Form("a helper in between", "same_<n>(<value>)", top=_RETURNED.format("same")),
    Form("two helpers", "same_<n>(<value>)",
         top=_RETURNED.format("inner") + "\n\n\ndef same_<n>(value):\n    return inner_<n>(value)"),
    Form("a helper with a keyword", "same_<n>(value=<value>)", top=_RETURNED.format("same")),
    Form("a method of another class", "Helper_<n>().same(<value>)",
         top="class Helper_<n>:\n    def same(self, value):\n        return value"),
    Form("a static method", "Helper_<n>.same(<value>)",
         top="class Helper_<n>:\n    @staticmethod\n    def same(value):\n        return value"),
    Form("a method of the same class", "self.same_<n>(<value>)",
         member="def same_<n>(self, value):\n    return value", within=lambda spot: _has_self(spot)),
    Form("a closure", "get_<n>()", above="def get_<n>():\n    return <value>", waits=False),
    Form("a lambda", "(lambda: <value>)()", waits=False, within=_is_in_no_class_body),
    Form("a generator", "next(each_<n>(<value>))", top="def each_<n>(value):\n    yield value"),
    Form("an async helper", "(await same_<n>(<value>))", top="async " + _RETURNED.format("same"), within=_is_async),
    Form("the call in a helper", "run_<n>(<value>)", call=True,
         top="def run_<n>(value):\n    return <function>(<arguments>)"),
    Form("the call in a method", "Runner_<n>().run(<value>)", call=True,
         top="class Runner_<n>:\n    def run(self, value):\n        return <function>(<arguments>)"),
    Form("the call in a closure", "run_<n>(<value>)", call=True,
         above="def run_<n>(value):\n    return <function>(<arguments>)"),
    Form("the call in a lambda", "(lambda value: <function>(<arguments>))(<value>)", call=True),
    Form("the function in a variable", "function_<n>(<arguments>)", call=True,
         above="function_<n> = <function>\nvalue = <value>"),
    Form("the call of a partial", "functools.partial(<function>, <arguments>)()", call=True,
         above="value = <value>", imports="import functools"),
)  # fmt: skip


def _has_self(spot: Spot) -> bool:
    function = around(spot.value, frozenset({"function_definition", "lambda", "class_definition"}))
    parameters = function.child_by_field_name("parameters") if function is not None else None
    if function is None or function.type != "function_definition" or parameters is None:
        return False
    first = parameters.named_children[0] if parameters.named_children else None
    return first is not None and spot.program.source(first) == "self"


def _starred(program: Program) -> Iterator[Edit]:
    """``f(a, b)`` as ``f(*[a, b])``."""
    for spot in spots(program, GRAMMAR):
        arguments = spot.call.child_by_field_name("arguments") if spot.call is not None else None
        if arguments is not None and _has_no_keywords(spot) and "list_splat" not in _types(arguments):
            start, end = arguments.start_byte + 1, arguments.end_byte - 1
            inner = program.text[start:end].decode().rstrip().rstrip(",")
            yield Edit(start, end, f"*[{inner}]", spot.number)


def _types(arguments: object) -> set[str]:
    return {child.type for child in arguments.named_children}  # type: ignore[attr-defined]


def _double_starred(program: Program) -> Iterator[Edit]:
    """``f(a, b=c)`` as ``f(a, **{"b": c})``."""
    for spot in spots(program, GRAMMAR):
        arguments = spot.call.child_by_field_name("arguments") if spot.call is not None else None
        for child in arguments.named_children if arguments is not None else ():
            if child.type == "keyword_argument":
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if name is not None and value is not None:
                    text = f'**{{"{program.source(name)}": {program.source(value)}}}'
                    yield Edit(child.start_byte, child.end_byte, text, spot.number)


def _decorated(program: Program) -> Iterator[Edit]:
    """Every function gets a decorator that changes nothing."""
    at = top(program, GRAMMAR)
    functions = [node for node in walk(program.tree.root_node) if node.type == "function_definition"]
    plain = [node for node in functions if not any(child.type == "async" for child in node.children)]
    if not plain or "yield" in program.text.decode("utf-8", "replace"):
        return
    yield Edit(at, at, _DECORATOR)
    for node in plain:
        start = program.text.rfind(b"\n", 0, node.start_byte) + 1
        indent = program.text[start : node.start_byte].decode()
        if not indent.strip():
            yield Edit(node.start_byte, node.start_byte, f"@unchanged\n{indent}")


_DECORATOR = """\
import functools


def unchanged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


"""
MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    Mutation("starred arguments", _starred),
    Mutation("arguments from a dictionary", _double_starred),
    forms.by_name("a constant of the module", "CONSTANT_<n> = <value>", "CONSTANT_<n>", GRAMMAR),
    forms.by_name("a constant of a class", "class Constants_<n>:\n    VALUE = <value>", "Constants_<n>.VALUE", GRAMMAR),
    Mutation("a decorator", _decorated, whole=True),
    *python_imports.MUTATIONS,
    *python_texts.MUTATIONS,
)
