"""C#: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import (
    LAST,
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

_FUNCTIONS = frozenset(
    "method_declaration constructor_declaration lambda_expression local_function_statement anonymous_method_expression "
    "property_declaration".split()
)
_LITERAL_TYPES = {
    "string_literal": "string",
    "verbatim_string_literal": "string",
    "interpolated_string_expression": "string",
    "integer_literal": "int",
    "boolean_literal": "bool",
}


def _type_of(program: Program, node: Node) -> str:
    """As far as a method tells: of constants, sums with texts, ``new`` and parameters with their types."""
    if node.type in _LITERAL_TYPES:
        return _LITERAL_TYPES[node.type]
    if node.type == "object_creation_expression":
        kind = node.child_by_field_name("type")
        return program.source(kind) if kind is not None else ""
    if node.type == "binary_expression":
        sign = node.child_by_field_name("operator")
        summed = sign is not None and program.source(sign) == "+"
        sides = (node.child_by_field_name(side) for side in ("left", "right"))
        return (
            "string"
            if summed and any(side is not None and _type_of(program, side) == "string" for side in sides)
            else ""
        )
    if node.type == "invocation_expression":
        called = program.source(node).partition("(")[0]
        return "string" if called.endswith(_OF_TEXT) else ""
    if node.type == "identifier":
        method = around(node, frozenset({"method_declaration", "constructor_declaration"}))
        for each in walk(method) if method is not None else ():
            name = each.child_by_field_name("name") if each.type == "parameter" else None
            kind = each.child_by_field_name("type")
            if name is not None and kind is not None and program.source(name) == program.source(node):
                return program.source(kind)
    return ""


_OF_TEXT = ("ToString", "string.Format", "String.Format", "string.Concat", "string.Join", "Path.Combine", "ReadToEnd",
            ".Replace", ".Trim", "ReadLine")  # fmt: skip
GRAMMAR = Grammar(
    calls={
        "invocation_expression": ("function", "arguments"),
        "object_creation_expression": ("type", "arguments"),
        "implicit_object_creation_expression": ("", "arguments"),
    },
    arguments=frozenset({"argument_list"}),
    named={"argument": ""},
    assigned={"assignment_expression": "right", "variable_declarator": LAST, "return_statement": ""},
    names=frozenset({"identifier", "this"}),
    literals=frozenset(_LITERAL_TYPES) - {"interpolated_string_expression"},
    statements=frozenset("expression_statement local_declaration_statement return_statement throw_statement".split()),
    blocks=frozenset({"block", "global_statement"}),
    scopes=_FUNCTIONS,
    maybe=frozenset({"conditional_expression", "switch_expression", "conditional_access_expression"}),
    waiting=frozenset({"await_expression"}),
    comments=frozenset({"comment"}),
    opening=frozenset({"using_directive", "comment", "file_scoped_namespace_declaration"}),
    labels=frozenset({("member_access_expression", "name"), ("argument", "name")}),
    classes=frozenset({"class_declaration", "record_declaration"}),
    bodies=frozenset({"block"}),
    headers=frozenset({"if_statement", "foreach_statement", "using_statement"}),
    clauses=frozenset({"switch_section", "catch_clause"}),
    typed=_type_of,
)
_VALUE = "value<n>"


def _is_async(spot: Spot) -> bool:
    function = around(spot.value, _FUNCTIONS)
    return function is not None and any(program_word(spot.program, child) == "async" for child in function.children)


def program_word(program: Program, node: Node) -> str:
    """The text of a modifier; ``""`` of anything long."""
    return program.source(node) if node.end_byte - node.start_byte < 20 else ""


def _is_a_statement(spot: Spot) -> bool:
    """Whether nothing is done with what the call returns."""
    return spot.call is not None and spot.call.parent is not None and spot.call.parent.type == "expression_statement"


_UNKNOWN = "private static bool Debug<n>;"
_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="var value<n> = <value>;"),
    Form("a typed assignment", _VALUE, above="<type> value<n> = <value>;"),
    Form("two assignments", _VALUE, above="var first<n> = <value>;\nvar value<n> = first<n>;"),
    Form("an assignment after the declaration", _VALUE, above="<type> value<n>;\nvalue<n> = <value>;"),
    Form("a tuple", _VALUE, above="var (value<n>, other<n>) = (<value>, 0);"),
    Form("a ternary", "(Debug<n> ? <value> : <value>)", member=_UNKNOWN),
    Form("an if", _VALUE, member=_UNKNOWN,
         above="<type> value<n>;\nif (Debug<n>)\n{\n    value<n> = <value>;\n}\nelse\n{\n    value<n> = <value>;\n}"),
    Form("a loop", _VALUE,
         above="<type> value<n> = default;\nforeach (var each in new[] { <value> })\n{\n    value<n> = each;\n}"),
    Form("try", _VALUE, above="<type> value<n>;\ntry\n{\n    value<n> = <value>;\n}\nfinally\n{\n}"),
    Form("an item of an array", "box<n>[0]", above="var box<n> = new[] { <value> };"),
    Form("an item of a list", "box<n>[0]", above="var box<n> = new List<<type>>();\nbox<n>.Add(<value>);"),
    Form("an entry of a dictionary", 'box<n>["value"]',
         above='var box<n> = new Dictionary<string, <type>> { ["value"] = <value> };'),
    Form("an anonymous object", "box<n>.Value", above="var box<n> = new { Value = <value> };"),
    Form("a property", "box<n>.Value", above="var box<n> = new Box<n> { Value = <value> };",
         member="private class Box<n>\n{\n    public <type> Value { get; set; }\n}"),
    Form("a constructor", "new Box<n>(<value>).Value",
         member="private class Box<n>\n{\n    public <type> Value { get; }\n\n"
                "    public Box<n>(<type> value)\n    {\n        Value = value;\n    }\n}"),
    Form("a helper in between", "Same<n>(<value>)",
         member="private static <type> Same<n>(<type> value)\n{\n    return value;\n}"),
    Form("a helper with an arrow", "Same<n>(<value>)", member="private static <type> Same<n>(<type> value) => value;"),
    Form("a generic helper", "Same<n>(<value>)",
         member="private static T Same<n><T>(T value)\n{\n    return value;\n}"),
    Form("two helpers", "Same<n>(<value>)",
         member="private static <type> Inner<n>(<type> value)\n{\n    return value;\n}\n\n"
                "private static <type> Same<n>(<type> value)\n{\n    return Inner<n>(value);\n}"),
    Form("a helper with a named argument", "Same<n>(value: <value>)",
         member="private static <type> Same<n>(<type> value)\n{\n    return value;\n}"),
    Form("a method of another class", "new Helper<n>().Same(<value>)",
         member="private class Helper<n>\n{\n    public <type> Same(<type> value)\n    {\n"
             "        return value;\n    }\n}"),
    Form("a local function", "Get<n>()", above="<type> Get<n>()\n{\n    return <value>;\n}", waits=False),
    Form("a lambda", "get<n>()", above="Func<<type>> get<n> = () => <value>;", waits=False),
    Form("an async helper", "(await Same<n>(<value>))", within=_is_async,
         member="private static Task<<type>> Same<n>(<type> value)\n{\n    return Task.FromResult(value);\n}"),
    Form("the call in a helper", "Run<n>(<value>)", call=True, within=_is_a_statement,
         member="private void Run<n>(<type> value)\n{\n    <function>(<arguments>);\n}"),
    Form("the call in a lambda", "run<n>(<value>)", call=True, within=_is_a_statement,
         above="Action<<type>> run<n> = value => <function>(<arguments>);"),
)  # fmt: skip


def _constant(program: Program, node: Node) -> str | None:
    return texts.plain(program.source(node)) if node.type == "string_literal" else None


def _interpolated(program: Program, node: Node) -> list[Part] | None:
    if node.type != "interpolated_string_expression" or not program.source(node).startswith('$"'):
        return None
    parts: list[Part] = []
    for child in node.named_children:
        inside = [each for each in child.named_children if each.type != "interpolation_brace"]
        if child.type == "string_content" and "\\" not in program.source(child):
            parts.append(Part(program.source(child).replace("{{", "{").replace("}}", "}"), True))
        elif child.type == "interpolation" and len(inside) == 1:
            parts.append(Part(program.source(inside[0]), False))
        elif child.type != "interpolation_start":
            return None
    return parts


def _format(program: Program, node: Node) -> list[Part] | None:
    called, arguments = node.child_by_field_name("function"), arguments_of(node, GRAMMAR)
    if called is None or arguments is None or program.source(called) not in ("string.Format", "String.Format"):
        return None
    if not arguments.named_children or not arguments.named_children[0].named_children:
        return None
    first, *values = arguments.named_children
    text = _constant(program, first.named_children[-1])
    for number in range(len(values)):
        text = text.replace(f"{{{number}}}", "\0") if text is not None else None
    return texts.filled(text, "\0", [program.source(value) for value in values], "{") if text is not None else None


_READERS: Mapping[str, Read] = {
    "interpolation": _interpolated,
    "a concatenation": texts.summed("binary_expression", _constant),
    "Format": _format,
}


def _operands(parts: Sequence[Part]) -> list[str]:
    return [texts.quoted(part.source) if part.is_constant else texts.in_brackets(part.source) for part in parts]


def _as_interpolation(parts: Sequence[Part]) -> str | None:
    made = []
    for part in parts:
        if not part.is_constant and ('"' in part.source or "?" in part.source):
            return None
        escaped = texts.quoted(part.source)[1:-1].replace("{", "{{").replace("}", "}}")
        made.append(escaped if part.is_constant else "{" + part.source + "}")
    return f'$"{"".join(made)}"'


def _as_format(parts: Sequence[Part]) -> str:
    numbers = iter(range(len(parts)))
    text = "".join(
        part.source.replace("{", "{{").replace("}", "}}") if part.is_constant else f"{{{next(numbers)}}}"
        for part in parts
    )
    return f"string.Format({', '.join([texts.quoted(text), *(part.source for part in parts if not part.is_constant)])})"


def _as_sum(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(texts.from_a_text(_operands(parts), parts)) + ")"


def _as_concat(parts: Sequence[Part]) -> str:
    return f"string.Concat({', '.join(_operands(parts))})"


def _as_join(parts: Sequence[Part]) -> str:
    return f'string.Join("", {", ".join(_operands(parts))})'


def _as_builder(parts: Sequence[Part]) -> str:
    return "new StringBuilder()" + "".join(f".Append({each})" for each in _operands(parts)) + ".ToString()"


def _in_steps(program: Program) -> Iterator[Edit]:
    """A text in steps, in a variable before the statement."""
    for number, (_, node, parts) in enumerate(texts.built(program, _READERS)):
        statement = statement_of(node, GRAMMAR)
        if statement is None or not is_evaluated_with(node, statement, GRAMMAR):
            continue
        indent = " " * statement.start_point[1]
        first, *rest = texts.from_a_text(_operands(parts), parts)
        lines = [f"var text{number} = {first};", *(f"text{number} += {each};" for each in rest)]
        yield Edit(statement.start_byte, statement.start_byte, "".join(f"{line}\n{indent}" for line in lines))
        yield Edit(node.start_byte, node.end_byte, f"text{number}")


def _optional(program: Program) -> Iterator[Edit]:
    """``a.B(c)`` as ``a?.B(c)``, of an object whose name begins small."""
    for spot in spots(program, GRAMMAR):
        called = spot.call.child_by_field_name("function") if spot.call is not None else None
        owner = called.child_by_field_name("expression") if called is not None else None
        if owner is not None and owner.type == "identifier" and program.source(owner)[:1].islower():
            yield Edit(owner.end_byte, owner.end_byte, "?", spot.number)


def _without_the_type(program: Program) -> Iterator[Edit]:
    """``A b = new A(c)`` as ``A b = new(c)``."""
    for place in program.places:
        call = call_at(program, place, GRAMMAR)
        declaration = call.parent.parent if call is not None and call.parent is not None else None
        if call is None or call.type != "object_creation_expression" or declaration is None:
            continue
        kind, made = declaration.child_by_field_name("type"), call.child_by_field_name("type")
        if declaration.type == "variable_declaration" and kind is not None and made is not None:
            yield Edit(kind.start_byte, kind.end_byte, program.source(made), place.line)
            # Without parentheses it would be an object without a class.
            brackets = "" if call.child_by_field_name("arguments") is not None else "()"
            yield Edit(made.start_byte - 1, made.end_byte, brackets, place.line)


def _known(program: Program) -> set[str]:
    """The namespaces that the file uses."""
    found = set()
    for node in program.tree.root_node.named_children:
        if node.type == "using_directive" and "=" not in program.source(node):
            found.add(program.source(node.named_children[-1]))
    return found


_OF_SYSTEM: Mapping[str, str] = {
    "Process": "System.Diagnostics",
    "ProcessStartInfo": "System.Diagnostics",
    "File": "System.IO",
    "Path": "System.IO",
    "Directory": "System.IO",
    "FileStream": "System.IO",
    "StreamReader": "System.IO",
    "StreamWriter": "System.IO",
    "SqlCommand": "System.Data.SqlClient",
    "HttpClient": "System.Net.Http",
    "WebRequest": "System.Net",
    "WebClient": "System.Net",
    "MD5": "System.Security.Cryptography",
    "SHA1": "System.Security.Cryptography",
    "DES": "System.Security.Cryptography",
    "Aes": "System.Security.Cryptography",
    "BinaryFormatter": "System.Runtime.Serialization.Formatters.Binary",
    "XmlDocument": "System.Xml",
    "XmlReader": "System.Xml",
    "Regex": "System.Text.RegularExpressions",
    "Random": "System",
}
"""Classes of .NET and their namespaces, from https://learn.microsoft.com/dotnet/api/."""


def _qualified(program: Program) -> Iterator[Edit]:
    """``Process.Start`` as ``System.Diagnostics.Process.Start``, where the file uses the namespace."""
    used = _known(program)
    for node in walk(program.tree.root_node):
        namespace = _OF_SYSTEM.get(program.source(node)) if node.type == "identifier" else None
        parent = node.parent
        if namespace is None or namespace not in used or parent is None:
            continue
        if parent.type == "object_creation_expression" or parent.child_by_field_name("expression") == node:
            yield Edit(node.start_byte, node.start_byte, f"{namespace}.")


def _by_another_name(program: Program) -> Iterator[Edit]:
    """``Process.Start`` as ``OwnProcess.Start`` with ``using OwnProcess = System.Diagnostics.Process;``."""
    used, aliases, made = _known(program), set(), []
    for node in walk(program.tree.root_node):
        name = program.source(node) if node.type == "identifier" else ""
        parent = node.parent
        if _OF_SYSTEM.get(name) not in used or parent is None:
            continue
        if parent.type == "object_creation_expression" or parent.child_by_field_name("expression") == node:
            aliases.add(name)
            made.append(Edit(node.start_byte, node.end_byte, f"Own{name}"))
    lines = "".join(f"using Own{name} = {_OF_SYSTEM[name]}.{name};\n" for name in sorted(aliases))
    last = [node for node in program.tree.root_node.named_children if node.type == "using_directive"]
    if made and last:
        yield Edit(last[-1].end_byte, last[-1].end_byte, "\n" + lines.rstrip("\n"))
        yield from made


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name("a constant", "private const <type> Constant<n> = <value>;", "Constant<n>", GRAMMAR, member=True),
    forms.by_name(
        "a constant of another class", "private static class Constants<n>\n{\n"
        "    public const <type> Value = <value>;\n}",
        "Constants<n>.Value", GRAMMAR, member=True,
    ),
    Mutation("a conditional call", _optional),
    Mutation("new without a type", _without_the_type),
    Mutation("qualified names", _qualified, whole=True),
    Mutation("an import by another name", _by_another_name, whole=True),
    texts.rewritten("interpolation", _as_interpolation, _READERS),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("Format", _as_format, _READERS),
    texts.rewritten("Concat", _as_concat, _READERS),
    texts.rewritten("Join", _as_join, _READERS),
    texts.rewritten("StringBuilder", _as_builder, _READERS),
    Mutation("a text in steps", _in_steps, whole=True),
)  # fmt: skip
