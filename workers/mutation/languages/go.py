"""Go: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import Grammar, Spot, around, call_at, statement_of, top, walk
from workers.mutation.texts import Part, Read

_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})
_LITERAL_TYPES = {
    "interpreted_string_literal": "string",
    "raw_string_literal": "string",
    "int_literal": "int",
    "true": "bool",
    "false": "bool",
}


def _type_of(program: Program, node: Node) -> str:
    """Of texts alone, as far as a function tells: constants, sums with them, parameters and what was assigned of
    those."""
    for _ in range(5):
        if node.type in _LITERAL_TYPES:
            return _LITERAL_TYPES[node.type]
        if node.type == "binary_expression":
            sides = [node.child_by_field_name(name) for name in ("left", "right")]
            sign = node.child_by_field_name("operator")
            if sign is None or program.source(sign) != "+":
                return ""
            return "string" if any(side is not None and _type_of(program, side) == "string" for side in sides) else ""
        if node.type == "call_expression":
            return "string" if _OF_TEXT.search(program.source(node).partition('("')[0]) else ""
        if node.type != "identifier":
            return ""
        origin = _origin(program, node)
        if origin is None:
            return ""
        if origin.type.endswith("_type") or origin.type == "type_identifier":
            return "string" if program.source(origin) == "string" else ""
        node = origin
    return ""


_OF_TEXT = re.compile(
    r"(?:\bfmt\.Sprint(?:f|ln)?|\bstrings\.(?:Join|Replace|ReplaceAll|Trim\w*|To\w+)|\bfilepath\.\w+|\bpath\.\w+"
    r"|\.(?:FormValue|PostFormValue|Get|Query|Param|DefaultQuery|PostForm|GetHeader|String|PathValue|Params))(?:\(|$)"
)


def _origin(program: Program, name: Node) -> Node | None:
    """The type of the parameter of this name, or what the name was assigned before."""
    called = program.source(name)
    function = around(name, _FUNCTIONS)
    for node in walk(function) if function is not None else ():
        if node.start_byte >= name.start_byte:
            return None
        if node.type == "parameter_declaration":
            if any(program.source(each) == called for each in node.children_by_field_name("name")):
                return node.child_by_field_name("type")
        elif node.type == "short_var_declaration":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None and program.source(left) == called:
                return right.named_children[0] if len(right.named_children) == 1 else None
    return None


GRAMMAR = Grammar(
    calls={"call_expression": ("function", "arguments")},
    arguments=frozenset({"argument_list"}),
    named={},
    assigned={"assignment_statement": "right", "short_var_declaration": "right", "var_spec": "value",
              "return_statement": "", "keyed_element": ""},
    names=frozenset({"identifier"}),
    literals=frozenset(_LITERAL_TYPES),
    statements=frozenset(
        "expression_statement short_var_declaration assignment_statement var_declaration return_statement "
        "defer_statement go_statement".split()
    ),
    blocks=frozenset({"source_file", "statement_list"}),
    scopes=_FUNCTIONS,
    maybe=frozenset(),
    waiting=frozenset(),
    comments=frozenset({"comment"}),
    opening=frozenset({"package_clause", "import_declaration", "comment"}),
    bodies=frozenset({"block"}),
    headers=frozenset({"if_statement"}),
    clauses=frozenset({"expression_case", "communication_case", "default_case", "for_statement"}),
    typed=_type_of,
)  # fmt: skip
_VALUE = "value<n>"


def _is_a_statement(spot: Spot) -> bool:
    """Whether nothing is done with what the call returns."""
    return spot.call is not None and spot.call.parent is not None and spot.call.parent.type == "expression_statement"


_NO_FUNCTIONS = re.compile(
    r"\w+|template\.(?:HTML|HTMLAttr|JS|JSStr|CSS|URL|Srcset)|\w+\.(?:Duration|Time)|.*[^\w.()].*", re.S
)
"""What is called and cannot be the value of a variable: what Go has built in (``len``), types (``template.HTML``)."""


def _calls_a_function(spot: Spot) -> bool:
    """Whether what is called can be given to a variable; functions of the file by one name are no matter here."""
    called = spot.call.child_by_field_name("function") if spot.call is not None else None
    return called is not None and not _NO_FUNCTIONS.fullmatch(spot.program.source(called))


_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="value<n> := <value>"),
    Form("two assignments", _VALUE, above="first<n> := <value>\nvalue<n> := first<n>"),
    Form("a declaration with var", _VALUE, above="var value<n> = <value>"),
    Form("an assignment after the declaration", _VALUE, above="var value<n> <type>\nvalue<n> = <value>"),
    Form("several assigned at once", _VALUE, above="value<n>, other<n> := <value>, 0\n_ = other<n>"),
    Form("an if", _VALUE, top="var debug<n> = false",
         above="value<n> := <value>\nif debug<n> {\n\tvalue<n> = <value>\n}"),
    Form("a loop", _VALUE,
         above="var value<n> <type>\nfor _, each<n> := range []<type>{<value>} {\n\tvalue<n> = each<n>\n}"),
    Form("an item of a slice", "box<n>[0]", above="box<n> := []<type>{<value>}"),
    Form("an item that is appended", "box<n>[0]", above="var box<n> []<type>\nbox<n> = append(box<n>, <value>)"),
    Form("an entry of a map", 'box<n>["value"]', above='box<n> := map[string]<type>{"value": <value>}'),
    Form("a field of a struct", "box<n>.value", above="box<n> := Box<n>{value: <value>}",
         top="type Box<n> struct {\n\tvalue <type>\n}"),
    Form("a field set later", "box<n>.value", above="box<n> := &Box<n>{}\nbox<n>.value = <value>",
         top="type Box<n> struct {\n\tvalue <type>\n}"),
    Form("a pointer", "*pointer<n>", above="value<n> := <value>\npointer<n> := &value<n>"),
    Form("a helper in between", "same<n>(<value>)", top="func same<n>(value <type>) <type> {\n\treturn value\n}"),
    Form("a helper of any type", "same<n>(<value>)", top="func same<n>[T any](value T) T {\n\treturn value\n}"),
    Form("two helpers", "same<n>(<value>)",
         top="func inner<n>(value <type>) <type> {\n\treturn value\n}\n\n"
             "func same<n>(value <type>) <type> {\n\treturn inner<n>(value)\n}"),
    Form("a helper with an error", _VALUE, above="value<n>, _ := same<n>(<value>)",
         top="func same<n>(value <type>) (<type>, error) {\n\treturn value, nil\n}"),
    Form("a method of a struct", "Helper<n>{}.same(<value>)",
         top="type Helper<n> struct{}\n\nfunc (helper Helper<n>) same(value <type>) <type> {\n\treturn value\n}"),
    Form("a constructor", "newBox<n>(<value>).value",
         top="type Box<n> struct {\n\tvalue <type>\n}\n\n"
             "func newBox<n>(value <type>) *Box<n> {\n\treturn &Box<n>{value: value}\n}"),
    Form("a closure", "get<n>()", above="get<n> := func() <type> {\n\treturn <value>\n}"),
    Form("a function called at once", "func() <type> {\n\treturn <value>\n}()"),
    Form("a channel", "<-channel<n>", above="channel<n> := make(chan <type>, 1)\nchannel<n> <- <value>"),
    Form("bytes and back", "string(bytes<n>)", above="bytes<n> := []byte(<value>)",
         within=lambda spot: _type_of(spot.program, spot.value) == "string"),
    Form("the call in a helper", "run<n>(<value>)", call=True, within=_is_a_statement,
         top="func run<n>(value <type>) {\n\t<function>(<arguments>)\n}"),
    Form("the call in a closure", "run<n>(<value>)", call=True, within=_is_a_statement,
         above="run<n> := func(value <type>) {\n\t<function>(<arguments>)\n}"),
    Form("the function in a variable", "function<n>(<given>)", call=True, within=_calls_a_function,
         above="function<n> := <function>"),
)  # fmt: skip


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    if node.type == "interpreted_string_literal":
        return texts.plain(source)
    return source[1:-1] if node.type == "raw_string_literal" else None


def _sprintf(program: Program, node: Node) -> list[Part] | None:
    called = node.child_by_field_name("function") if node.type == "call_expression" else None
    arguments = node.child_by_field_name("arguments")
    if called is None or arguments is None or program.source(called) != "fmt.Sprintf" or not arguments.named_children:
        return None
    first, *values = arguments.named_children
    text = _constant(program, first)
    if text is None or any("variadic" in value.type for value in values):
        return None
    parts = texts.filled(text.replace("%v", "%s"), "%s", [program.source(value) for value in values], "%")
    return [Part(part.source, part.is_constant) for part in parts] if parts is not None else None


_READERS: Mapping[str, Read] = {"Sprintf": _sprintf, "a concatenation": texts.summed("binary_expression", _constant)}


def _operands(parts: Sequence[Part]) -> list[str]:
    return [texts.quoted(part.source) if part.is_constant else part.source for part in parts]


def _as_sprintf(parts: Sequence[Part]) -> str:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    return f"fmt.Sprintf({', '.join([texts.quoted(text), *(part.source for part in parts if not part.is_constant)])})"


def _as_sum(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(_operands(parts)) + ")"


def _as_join(parts: Sequence[Part]) -> str:
    return f'strings.Join([]string{{{", ".join(_operands(parts))}}}, "")'


def _as_print(parts: Sequence[Part]) -> str:
    return f"fmt.Sprint({', '.join(_operands(parts))})"


def _importing(package: str) -> Callable[[Program], Iterator[Edit]]:
    def edits(program: Program) -> Iterator[Edit]:
        if f'"{package}"'.encode() not in program.text:
            at = top(program, GRAMMAR)
            yield Edit(at, at, f'import "{package}"\n\n')

    return edits


def _with_a_builder(program: Program) -> Iterator[Edit]:
    """``a + b`` by a ``strings.Builder`` before the statement."""
    made = []
    marked = {place.line for place in program.places}
    for number, (_, node, parts) in enumerate(texts.built(program, _READERS)):
        statement = node
        while statement.parent is not None and statement.parent.type != "statement_list":
            statement = statement.parent
        if statement.parent is None or statement.type not in GRAMMAR.statements:
            continue
        if any(
            each.type == "func_literal" and each.end_byte >= node.end_byte
            for each in walk(statement)
            if each.start_byte <= node.start_byte
        ):
            continue
        indent = "\t" * statement.start_point[1]
        lines = [
            f"var builder{number} strings.Builder",
            *(f"builder{number}.WriteString({operand})" for operand in _operands(parts)),
        ]
        at, row = statement.start_byte, node.start_point[0] + 1
        of = row if row in marked else 0
        made.append(Edit(at, at, "".join(f"{line}\n{indent}" for line in lines), of))
        made.append(Edit(node.start_byte, node.end_byte, f"builder{number}.String()", of))
    if made:
        yield from _importing("strings")(program)
        yield from made


def _packages(program: Program) -> Iterator[tuple[Node, str, str]]:
    """The imports, each with its path and the name of its package."""
    for node in walk(program.tree.root_node):
        path = node.child_by_field_name("path") if node.type == "import_spec" else None
        if path is None:
            continue
        name = node.child_by_field_name("name")
        text = program.source(path)[1:-1]
        last = text.rpartition("/")[2] if not re.fullmatch(r"v\d+", text.rpartition("/")[2]) else text.split("/")[-2]
        yield node, program.source(path), program.source(name) if name is not None else last.partition(".")[0]


def _uses(program: Program, package: str) -> list[Node]:
    """Where a package is named; none where the file calls something else so."""
    found = []
    for node in walk(program.tree.root_node):
        if node.type not in ("identifier", "package_identifier") or program.source(node) != package:
            continue
        parent = node.parent
        if parent is None or parent.type in ("import_spec", "package_clause"):
            continue
        if parent.type == "qualified_type" or (
            parent.type == "selector_expression" and parent.child_by_field_name("operand") == node
        ):
            found.append(node)
        else:
            return []
    return found


def _by_another_name(program: Program) -> Iterator[Edit]:
    """``import "os/exec"`` and ``exec.Command`` as ``import ownExec "os/exec"`` and ``ownExec.Command``."""
    for node, path, package in _packages(program):
        uses = _uses(program, package)
        if uses:
            own = f"own{package.title()}"
            yield Edit(node.start_byte, node.end_byte, f"{own} {path}")
            yield from (Edit(use.start_byte, use.end_byte, own) for use in uses)


def _with_a_handler_of_a_struct(program: Program) -> Iterator[Edit]:
    """``func f(w, r) { … }`` as a method of a struct."""
    at = top(program, GRAMMAR)
    functions = [node for node in program.tree.root_node.named_children if node.type == "function_declaration"]
    made = []
    for node in functions:
        name = node.child_by_field_name("name")
        called = program.source(name) if name is not None else ""
        if (
            name is None
            or sum(program.source(each) == called for each in walk(program.tree.root_node) if each.type == "identifier")
            > 1
        ):
            continue
        if node.child_by_field_name("type_parameters") is None and called not in ("main", "init"):
            made.append(Edit(name.start_byte, name.start_byte, "(own *Owner) "))
    if made:
        yield Edit(at, at, "type Owner struct{}\n\n")
        yield from made


def _configured_later(program: Program) -> Iterator[Edit]:
    """A struct that is written out as an argument, in a variable before."""
    for place in program.places:
        call = call_at(program, place, GRAMMAR)
        arguments = call.child_by_field_name("arguments") if call is not None else None
        for number, each in enumerate(arguments.named_children if arguments is not None else ()):
            if "composite_literal" in (each.type, *(child.type for child in each.named_children)):
                spot = Spot(program, GRAMMAR, place, statement_of(each, GRAMMAR), call, each)
                yield from forms.edits_of(
                    Form("", f"options{number}_<n>", above=f"options{number}_<n> := <value>"), spot
                )


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name("a constant", "const constant<n> = <value>", "constant<n>", GRAMMAR),
    forms.by_name("a variable of the package", "var variable<n> = <value>", "variable<n>", GRAMMAR),
    Mutation("options in a variable", _configured_later),
    Mutation("an import by another name", _by_another_name, whole=True),
    Mutation("methods instead of functions", _with_a_handler_of_a_struct, whole=True),
    texts.rewritten("Sprintf", _as_sprintf, _READERS, _importing("fmt")),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("join", _as_join, _READERS, _importing("strings")),
    texts.rewritten("Sprint", _as_print, _READERS, _importing("fmt")),
    Mutation("a builder", _with_a_builder, whole=True),
)
