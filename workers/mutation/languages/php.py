"""PHP: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import (
    Grammar,
    Spot,
    arguments_of,
    around,
    call_at,
    is_evaluated_with,
    spots,
    statement_of,
    walk,
)
from workers.mutation.texts import Part, Read

_FUNCTIONS = frozenset({"function_definition", "method_declaration", "anonymous_function", "arrow_function"})
GRAMMAR = Grammar(
    calls={
        "function_call_expression": ("function", "arguments"),
        "member_call_expression": ("object", "arguments"),
        "scoped_call_expression": ("scope", "arguments"),
        "object_creation_expression": ("", "arguments"),
    },
    arguments=frozenset({"arguments"}),
    named={"argument": "", "array_element_initializer": ""},
    assigned={"assignment_expression": "right", "augmented_assignment_expression": "right", "return_statement": "",
              "echo_statement": "", "print_intrinsic": "", "include_expression": "", "include_once_expression": "",
              "require_expression": "", "require_once_expression": ""},
    names=frozenset({"variable_name"}),
    literals=frozenset({"string", "encapsed_string", "integer", "float", "boolean"}),
    statements=frozenset({"expression_statement", "return_statement", "echo_statement"}),
    blocks=frozenset({"program", "compound_statement"}),
    scopes=_FUNCTIONS | {"class_declaration"},
    maybe=frozenset({"conditional_expression", "match_expression"}),
    waiting=frozenset({"yield_expression"}),
    comments=frozenset({"comment"}),
    opening=frozenset(
        {"php_tag", "namespace_definition", "namespace_use_declaration", "comment", "declare_statement", "text"}
    ),
    parameter="$value",
    closed=True,
    classes=frozenset({"class_declaration"}),
    bodies=frozenset({"compound_statement", "declaration_list"}),
    headers=frozenset({"if_statement", "foreach_statement"}),
    clauses=frozenset({"else_clause", "else_if_clause", "case_statement", "catch_clause"}),
)  # fmt: skip
_VALUE, _SAME = "$value_<n>", "function {}_<n>($value)\n{{\n    return $value;\n}}"


def _is_in_a_method(spot: Spot) -> bool:
    """Of an object of the class around it."""
    node = around(spot.value, frozenset({"method_declaration", "function_definition", "class_declaration"}))
    return (
        node is not None
        and node.type == "method_declaration"
        and not any(child.type == "static_modifier" for child in node.children)
    )


def _is_of_variables(spot: Spot) -> bool:
    """Whether ``use`` can hand over the one variable of the value."""
    return spot.value.type == "variable_name" and spot.program.source(spot.value) != "$this"


_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="$value_<n> = <value>;"),
    Form("two assignments", _VALUE, above="$first_<n> = <value>;\n$value_<n> = $first_<n>;"),
    Form("an array pattern", _VALUE, above="[$value_<n>] = [<value>];"),
    Form("list", _VALUE, above="list($value_<n>) = array(<value>);"),
    Form("an assignment inside the call", "$value_<n> = <value>", within=lambda spot: spot.call is not None),
    Form("a reference", "$value_<n>", above="$first_<n> = <value>;\n$value_<n> = &$first_<n>;"),
    Form("a ternary", "(PHP_DEBUG ? <value> : <value>)"),
    Form("a default for null", "(<value> ?? '')"),
    Form("a match", "match (true) { default => <value> }"),
    Form("an if", _VALUE, above="if (PHP_DEBUG) {\n    $value_<n> = <value>;\n} else {\n    $value_<n> = <value>;\n}"),
    Form("a loop", _VALUE, above="foreach ([<value>] as $value_<n>) {\n}"),
    Form("try", _VALUE, above="try {\n    $value_<n> = <value>;\n} finally {\n}"),
    Form("an entry of an array", "$box_<n>['value']", above="$box_<n> = ['value' => <value>];"),
    Form("an item that is appended", "$box_<n>[0]", above="$box_<n> = [];\n$box_<n>[] = <value>;"),
    Form("a property", "$box_<n>->value", above="$box_<n> = new stdClass();\n$box_<n>->value = <value>;"),
    Form("a property of the object", "$this->value_<n>", above="$this->value_<n> = <value>;",
         member="private $value_<n>;", within=_is_in_a_method),
    Form("a constructor", "(new Box_<n>(<value>))->value",
         top="class Box_<n>\n{\n    public $value;\n\n    public function __construct($value)\n    {\n"
             "        $this->value = $value;\n    }\n}"),
    Form("a helper in between", "same_<n>(<value>)", top=_SAME.format("same")),
    Form("a helper with types", "same_<n>(<value>)",
         top="function same_<n>(mixed $value): mixed\n{\n    return $value;\n}"),
    Form("two helpers", "same_<n>(<value>)",
         top=_SAME.format("inner") + "\n\nfunction same_<n>($value)\n{\n    return inner_<n>($value);\n}"),
    Form("a method of the same class", "$this->same_<n>(<value>)", member="private " + _SAME.format("same"),
         within=_is_in_a_method),
    Form("a method of another class", "(new Helper_<n>())->same(<value>)",
         top="class Helper_<n>\n{\n    public function same($value)\n    {\n        return $value;\n    }\n}"),
    Form("a static method", "Helper_<n>::same(<value>)",
         top="class Helper_<n>\n{\n    public static function same($value)\n    {\n        return $value;\n    }\n}"),
    Form("a closure", "$get_<n>()", above="$get_<n> = fn () => <value>;", waits=False),
    Form("a function called at once", "(fn () => <value>)()", waits=False),
    Form("a closure with use", "$get_<n>()", above="$get_<n> = function () use (<value>) {\n    return <value>;\n};",
         within=_is_of_variables),
    Form("a map", "array_map(fn ($each) => $each, [<value>])[0]"),
    Form("the call in a helper", "run_<n>(<value>)", call=True,
         top="function run_<n>($value)\n{\n    return <function>(<arguments>);\n}"),
    Form("the call in a closure", "$run_<n>(<value>)", call=True,
         above="$run_<n> = fn ($value) => <function>(<arguments>);"),
)  # fmt: skip


def _plain_function(spot: Spot) -> Node | None:
    called = spot.call.child_by_field_name("function") if spot.call is not None else None
    return called if called is not None and called.type == "name" else None


def _of_the_root(program: Program) -> Iterator[Edit]:
    """``f($a)`` as ``\\f($a)``."""
    for place in program.places:
        call = call_at(program, place, GRAMMAR)
        called = call.child_by_field_name("function") if call is not None else None
        if called is not None and called.type == "name" and program.source(called).lower() not in _defined(program):
            yield Edit(called.start_byte, called.start_byte, "\\", place.line)


def _defined(program: Program) -> set[str]:
    """Functions of the file itself, which may be of its namespace."""
    names = (node.child_by_field_name("name") for node in program.tree.root_node.named_children
             if node.type == "function_definition")  # fmt: skip
    return {program.source(name).lower() for name in names if name is not None}


def _in_a_variable(program: Program) -> Iterator[Edit]:
    """``f($a)`` as ``$function = 'f'; $function($a)``."""
    for spot in spots(program, GRAMMAR):
        called = _plain_function(spot)
        if called is not None:
            form = Form("", "", above=f"$function_<n> = '{program.source(called)}';")
            edits = list(forms.edits_of(form, spot))
            if edits:
                yield edits[0]
                yield Edit(called.start_byte, called.end_byte, f"$function_{spot.number}", spot.number)


def _user_function(program: Program) -> Iterator[Edit]:
    """``f($a)`` as ``call_user_func('f', $a)``."""
    for spot in spots(program, GRAMMAR):
        called, arguments = _plain_function(spot), arguments_of(spot.call, GRAMMAR)
        if called is not None and arguments is not None:
            text = f"call_user_func('{program.source(called)}', "
            yield Edit(called.start_byte, arguments.start_byte + 1, text, spot.number)


def _spread(program: Program) -> Iterator[Edit]:
    """``f($a, $b)`` as ``f(...[$a, $b])``."""
    for spot in spots(program, GRAMMAR):
        arguments = arguments_of(spot.call, GRAMMAR)
        if arguments is not None and not any(child.child_by_field_name("name") for child in arguments.named_children):
            inner = program.text[arguments.start_byte + 1 : arguments.end_byte - 1].decode()
            yield Edit(arguments.start_byte + 1, arguments.end_byte - 1, f"...[{inner}]", spot.number)


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    if node.type == "string":
        return None if "\\" in source else source[1:-1]
    if node.type == "encapsed_string" and all(child.type == "string_content" for child in node.named_children):
        return source[1:-1]
    return None


def _encapsed(program: Program, node: Node) -> list[Part] | None:
    if node.type != "encapsed_string":
        return None
    parts: list[Part] = []
    for child in node.named_children:
        source = program.source(child)
        in_braces = program.text[child.start_byte - 1 : child.start_byte] == b"{"
        if child.type == "string_content":
            parts.append(Part(source, True))
        elif child.type == "escape_sequence" or ("[" in source and not in_braces):
            return None
        else:
            parts.append(Part(source, False))
    return parts


def _sprintf(program: Program, node: Node) -> list[Part] | None:
    called = node.child_by_field_name("function") if node.type == "function_call_expression" else None
    arguments = arguments_of(node, GRAMMAR)
    if called is None or arguments is None or program.source(called) != "sprintf" or not arguments.named_children:
        return None
    first, *values = arguments.named_children
    text = _constant(program, first.named_children[0]) if first.named_children else None
    return texts.filled(text, "%s", [program.source(value) for value in values], "%") if text is not None else None


_READERS: Mapping[str, Read] = {
    "a text with variables": _encapsed,
    "a concatenation": texts.summed("binary_expression", _constant, "."),
    "sprintf": _sprintf,
}


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _operands(parts: Sequence[Part]) -> list[str]:
    made = []
    for part in parts:
        signs = (" ? ", " ?? ", " && ", " || ", " . ", " + ")
        inner = part.source
        made.append(_quoted(inner) if part.is_constant else f"({inner})" if any(s in inner for s in signs) else inner)
    return made


def _as_encapsed(parts: Sequence[Part]) -> str | None:
    made = []
    for part in parts:
        if part.is_constant:
            made.append(texts.quoted(part.source)[1:-1].replace("$", "\\$"))
        elif part.source.startswith("$") and "(" not in part.source.replace("(", "", part.source.count("->")):
            made.append("{" + part.source.replace('"', "'") + "}")
        else:
            return None
    return f'"{"".join(made)}"'


def _as_sum(parts: Sequence[Part]) -> str:
    return "(" + " . ".join(_operands(parts)) + ")"


def _as_sprintf(parts: Sequence[Part]) -> str:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    return f"sprintf({', '.join([_quoted(text), *(part.source for part in parts if not part.is_constant)])})"


def _as_implode(parts: Sequence[Part]) -> str:
    return f"implode('', [{', '.join(_operands(parts))}])"


def _in_steps(program: Program) -> Iterator[Edit]:
    """``"a" . $b`` appended in steps to a variable before the statement."""
    for number, (_, node, parts) in enumerate(texts.built(program, _READERS)):
        statement = statement_of(node, GRAMMAR)
        if statement is None or not is_evaluated_with(node, statement, GRAMMAR):
            continue
        if program.text[program.text.rfind(b"\n", 0, statement.start_byte) + 1 : statement.start_byte].strip():
            continue
        indent = " " * statement.start_point[1]
        first, *rest = _operands(parts)
        lines = [f"$text_{number} = {first};", *(f"$text_{number} .= {each};" for each in rest)]
        yield Edit(statement.start_byte, statement.start_byte, "".join(f"{line}\n{indent}" for line in lines))
        yield Edit(node.start_byte, node.end_byte, f"$text_{number}")


def _imports(program: Program) -> Iterator[tuple[Node, str, str]]:
    """The statements that use one class: the statement, the qualified name and the last part of it."""
    for node in walk(program.tree.root_node):
        text = program.source(node)
        if node.type == "namespace_use_declaration" and not any(sign in text for sign in "{,") and " as " not in text:
            name = text.removeprefix("use ").rstrip(";").strip()
            if not name.startswith(("function ", "const ")):
                yield node, name.lstrip("\\"), name.rpartition("\\")[2]


_OWNERS = frozenset(
    "named_type scoped_call_expression object_creation_expression base_clause class_constant_access_expression "
    "class_interface_clause attribute".split()
)


def _uses(program: Program, name: str) -> Iterator[Node]:
    """Where a class is named."""
    for node in walk(program.tree.root_node):
        parent = node.parent
        if node.type != "name" or parent is None or parent.type not in _OWNERS or program.source(node) != name:
            continue
        if parent.child_by_field_name("name") != node and parent.named_children[0] == node:
            yield node


def _qualified(program: Program) -> Iterator[Edit]:
    """``use A\\B`` and ``B`` as ``\\A\\B``, with no ``use``."""
    for node, qualified, name in _imports(program):
        uses = list(_uses(program, name))
        if uses:
            yield Edit(node.start_byte, node.end_byte, "")
            yield from (Edit(use.start_byte, use.end_byte, f"\\{qualified}") for use in uses)


def _by_another_name(program: Program) -> Iterator[Edit]:
    """``use A\\B`` and ``B`` as ``use A\\B as OwnB`` and ``OwnB``."""
    for node, qualified, name in _imports(program):
        uses = list(_uses(program, name))
        if uses:
            yield Edit(node.start_byte, node.end_byte, f"use {qualified} as Own{name};")
            yield from (Edit(use.start_byte, use.end_byte, f"Own{name}") for use in uses)


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name("a constant", "const CONSTANT_<n> = <value>;", "CONSTANT_<n>", GRAMMAR),
    forms.by_name(
        "a constant of a class",
        "class Constants_<n>\n{\n    const VALUE = <value>;\n}",
        "Constants_<n>::VALUE",
        GRAMMAR,
    ),
    Mutation("a function of the root", _of_the_root),
    Mutation("the function in a variable", _in_a_variable),
    Mutation("call_user_func", _user_function),
    Mutation("arguments from an array", _spread),
    Mutation("qualified names", _qualified, whole=True),
    Mutation("an import by another name", _by_another_name, whole=True),
    texts.rewritten("a text with variables", _as_encapsed, _READERS),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("sprintf", _as_sprintf, _READERS),
    texts.rewritten("implode", _as_implode, _READERS),
    Mutation("a text in steps", _in_steps, whole=True),
)
