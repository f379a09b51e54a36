"""Ruby: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import Grammar, Spot, arguments_of, around, call_at, spots
from workers.mutation.texts import Part, Read

GRAMMAR = Grammar(
    calls={"call": ("method", "arguments")},
    arguments=frozenset({"argument_list"}),
    named={"pair": "value"},
    assigned={"assignment": "right", "operator_assignment": "right"},
    names=frozenset({"identifier", "instance_variable", "class_variable", "global_variable"}),
    literals=frozenset({"string", "integer", "float", "true", "false", "nil", "simple_symbol"}),
    statements=frozenset({"call", "assignment", "operator_assignment", "return", "subshell"}),
    blocks=frozenset({"program", "body_statement", "block_body", "then", "else"}),
    scopes=frozenset({"lambda", "block", "do_block", "method", "singleton_method", "class", "module"}),
    maybe=frozenset({"conditional", "if_modifier", "unless_modifier", "while_modifier", "rescue_modifier"}),
    waiting=frozenset({"yield"}),
    comments=frozenset({"comment"}),
    opening=frozenset({"comment"}),
    labels=frozenset({("call", "method")}),
    closed=True,
    classes=frozenset({"class"}),
    bodies=frozenset({"body_statement", "block_body", "do_block", "then"}),
)
_VALUE = "value_<n>"


def _is_in_a_method(spot: Spot) -> bool:
    """Of an object of the class around it."""
    node = around(spot.value, frozenset({"method", "singleton_method", "class"}))
    return node is not None and node.type == "method"


def _has_no_block(spot: Spot) -> bool:
    return spot.call is not None and spot.call.child_by_field_name("block") is None


def _is_not_a_method(spot: Spot) -> bool:
    return not _is_in_a_method(spot)


_SAME = "def same_<n>(value)\n  value\nend"
_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="value_<n> = <value>"),
    Form("two assignments", _VALUE, above="first_<n> = <value>\nvalue_<n> = first_<n>"),
    Form("several assigned at once", _VALUE, above="value_<n>, other_<n> = <value>, nil"),
    Form("a splat", _VALUE, above="value_<n>, * = [<value>]"),
    Form("an assignment inside the call", "(value_<n> = <value>)"),
    Form("a ternary", '(ENV.key?("DEBUG") ? <value> : <value>)'),
    Form("an if", _VALUE, above='value_<n> = if ENV.key?("DEBUG")\n  <value>\nelse\n  <value>\nend'),
    Form("a loop", _VALUE, above="value_<n> = nil\n[<value>].each do |each|\n  value_<n> = each\nend", waits=False),
    Form("begin", _VALUE, above="begin\n  value_<n> = <value>\nensure\n  nil\nend"),
    Form("map", "[<value>].map { |each| each }.first", waits=False),
    Form("an item of an array", "box_<n>[0]", above="box_<n> = []\nbox_<n> << <value>",
         within=lambda spot: spot.value.type in ("identifier", "string", "element_reference", "call")),
    Form("an entry of a hash", "box_<n>[:value]", above="box_<n> = { value: <value> }"),
    Form("an entry set later", "box_<n>[:value]", above="box_<n> = {}\nbox_<n>[:value] = <value>"),
    Form("an instance variable", "@value_<n>", above="@value_<n> = <value>", within=_is_in_a_method),
    Form("a struct", "Struct.new(:value).new(<value>).value"),
    Form("an object", "Box_<n>.new(<value>).value",
         top="class Box_<n>\n  attr_reader :value\n\n  def initialize(value)\n    @value = value\n  end\nend"),
    Form("a helper in between", "same_<n>(<value>)", top=_SAME, within=_is_not_a_method),
    Form("a helper in between", "same_<n>(<value>)", member=_SAME, within=_is_in_a_method),
    Form("a helper with a keyword", "same_<n>(value: <value>)", member="def same_<n>(value:)\n  value\nend",
         within=_is_in_a_method),
    Form("two helpers", "same_<n>(<value>)", within=_is_in_a_method,
         member="def inner_<n>(value)\n  value\nend\n\ndef same_<n>(value)\n  inner_<n>(value)\nend"),
    Form("a method of another class", "Helper_<n>.new.same(<value>)",
         top="class Helper_<n>\n  def same(value)\n    value\n  end\nend"),
    Form("a method of a module", "Helper_<n>.same(<value>)",
         top="module Helper_<n>\n  def self.same(value)\n    value\n  end\nend"),
    Form("a method without arguments", "own_value_<n>", member="def own_value_<n>\n  <value>\nend", waits=False,
         within=lambda spot: _is_in_a_method(spot) and spot.program.source(spot.value).startswith("params[")),
    Form("a lambda", "-> { <value> }.call", waits=False),
    Form("a lambda with a parameter", "->(value) { value }.call(<value>)"),
    Form("then", "(<value>).then { |value| value }"),
    Form("tap", "(<value>).tap { |value| value.class }"),
    Form("the call in a method", "run_<n>(<value>)", call=True, within=lambda spot: _is_in_a_method(spot)
         and _has_no_block(spot), member="def run_<n>(value)\n  <function>(<arguments>)\nend"),
    Form("the call in a lambda", "->(value) { <function>(<arguments>) }.call(<value>)", call=True,
         within=_has_no_block),
)  # fmt: skip


def _splatted(program: Program) -> Iterator[Edit]:
    """``f(a, b)`` as ``f(*[a, b])``."""
    for spot in spots(program, GRAMMAR):
        arguments = arguments_of(spot.call, GRAMMAR)
        if arguments is None or any(child.type != "identifier" and child.type in _NAMED for child in
                                    arguments.named_children):  # fmt: skip
            continue
        text = program.source(arguments)
        inner = text[1:-1] if text.startswith("(") else text
        before = "" if text.startswith("(") else "("
        start = arguments.start_byte + (1 if not before else 0)
        if before:
            yield Edit(arguments.start_byte - 1, arguments.end_byte, f"(*[{inner}])", spot.number)
        else:
            yield Edit(start, arguments.end_byte - 1, f"*[{inner}]", spot.number)


_NAMED = ("pair", "hash_splat_argument", "splat_argument", "block_argument")


def _with_parentheses(program: Program) -> Iterator[Edit]:
    """``f a`` as ``f(a)``, and the other way."""
    for place in program.places:
        arguments = arguments_of(call_at(program, place, GRAMMAR), GRAMMAR)
        if arguments is not None and not program.source(arguments).startswith("("):
            yield Edit(arguments.start_byte - 1, arguments.start_byte, "(", place.line)
            yield Edit(arguments.end_byte, arguments.end_byte, ")", place.line)


def _sent(program: Program) -> Iterator[Edit]:
    """``a.f(b)`` as ``a.public_send(:f, b)``, ``f(b)`` as ``send(:f, b)``."""
    for spot in spots(program, GRAMMAR):
        arguments = arguments_of(spot.call, GRAMMAR)
        method = spot.call.child_by_field_name("method") if spot.call is not None else None
        if arguments is None or method is None or spot.call is None or not program.source(arguments).startswith("("):
            continue
        if method.type == "identifier":
            word = "public_send" if spot.call.child_by_field_name("receiver") is not None else "send"
            text = f"{word}(:{program.source(method)}, "
            yield Edit(method.start_byte, arguments.start_byte + 1, text, spot.number)


def _safely(program: Program) -> Iterator[Edit]:
    """``a.f(b)`` as ``a&.f(b)``."""
    for spot in spots(program, GRAMMAR):
        receiver = spot.call.child_by_field_name("receiver") if spot.call is not None else None
        dot = receiver.next_sibling if receiver is not None else None
        if receiver is not None and dot is not None and program.source(dot) == ".":
            yield Edit(dot.start_byte, dot.end_byte, "&.", spot.number)


def _of_the_root(program: Program) -> Iterator[Edit]:
    """``A.f`` as ``::A.f``."""
    for place in program.places:
        call = call_at(program, place, GRAMMAR)
        receiver = call.child_by_field_name("receiver") if call is not None else None
        if receiver is not None and receiver.type == "constant":
            yield Edit(receiver.start_byte, receiver.start_byte, "::", place.line)


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    if node.type != "string" or any(child.type == "interpolation" for child in node.named_children):
        return None
    if source[0] == '"':
        return texts.plain(source)
    return source[1:-1] if source[0] == "'" and "\\" not in source else None


def _interpolated(program: Program, node: Node) -> list[Part] | None:
    if node.type != "string" or not program.source(node).startswith('"'):
        return None
    parts: list[Part] = []
    for child in node.named_children:
        if child.type == "string_content":
            parts.append(Part(program.source(child), True))
        elif child.type == "interpolation" and len(child.named_children) == 1:
            parts.append(Part(program.source(child.named_children[0]), False, may_be_no_text=True))
        else:
            return None
    return parts


def _formatted(program: Program, node: Node) -> list[Part] | None:
    method, arguments = node.child_by_field_name("method"), arguments_of(node, GRAMMAR)
    if method is None or arguments is None or program.source(method) not in ("format", "sprintf"):
        return None
    if not arguments.named_children or node.child_by_field_name("receiver") is not None:
        return None
    first, *values = arguments.named_children
    text = _constant(program, first)
    return texts.filled(text, "%s", [program.source(value) for value in values], "%") if text is not None else None


_READERS: Mapping[str, Read] = {
    "interpolation": _interpolated,
    "a concatenation": texts.summed("binary", _constant),
    "format": _formatted,
}


def _operands(parts: Sequence[Part]) -> list[str]:
    made = []
    for part in parts:
        if part.is_constant:
            made.append(texts.quoted(part.source).replace("#{", "\\#{"))
        else:
            inside = texts.in_brackets(part.source)
            made.append(f"{inside}.to_s" if part.may_be_no_text else inside)
    return made


def _as_interpolation(parts: Sequence[Part]) -> str:
    made = (
        texts.quoted(part.source)[1:-1] if part.is_constant else "#{" + part.source.replace('"', "'") + "}"
        for part in parts
    )
    return f'"{"".join(made)}"'


def _template(parts: Sequence[Part]) -> tuple[str, str]:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    return texts.quoted(text), ", ".join(part.source for part in parts if not part.is_constant)


def _as_format(parts: Sequence[Part]) -> str:
    return f"format({', '.join(_template(parts))})"


def _as_percent(parts: Sequence[Part]) -> str:
    text, values = _template(parts)
    return f"({text} % [{values}])"


def _as_sum(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(_operands(parts)) + ")"


def _as_join(parts: Sequence[Part]) -> str:
    return f"[{', '.join(_operands(parts))}].join"


def _as_appended(parts: Sequence[Part]) -> str:
    return "(+'' << " + " << ".join(_operands(parts)) + ")"


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name("a constant", "CONSTANT_<n> = <value>", "CONSTANT_<n>", GRAMMAR),
    forms.by_name(
        "a constant of a class", "class Constants_<n>\n  VALUE = <value>\nend", "Constants_<n>::VALUE", GRAMMAR
    ),
    Mutation("a splat of arguments", _splatted),
    Mutation("parentheses around arguments", _with_parentheses),
    Mutation("send", _sent),
    Mutation("safe navigation", _safely),
    Mutation("names from the root", _of_the_root),
    texts.rewritten("interpolation", _as_interpolation, _READERS),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("format", _as_format, _READERS),
    texts.rewritten("percent", _as_percent, _READERS),
    texts.rewritten("join", _as_join, _READERS),
    texts.rewritten("appended", _as_appended, _READERS),
)
