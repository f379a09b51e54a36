"""Mutations as rows of a table: what stands instead of a value or a call, and what stands above it or at the top.

In a row's texts ``<value>`` is the value of the marked line, ``<n>`` its line, ``<function>`` what is called,
``<arguments>`` all that it is given with the value called ``value``, ``<given>`` the same as it is written, ``<type>``
the value's type where it is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from workers.mutation.model import Edit, Mutation, Place, Program
from workers.mutation.spots import Grammar, Spot, arguments_of, around, bare, call_at, is_variable, spots, top, walk

_WORD = re.compile(r"<(value|n|function|arguments|given|type)>")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to hand a value over."""

    name: str
    instead: str
    """Of the value; of the whole call where ``call`` is true."""
    above: str = ""
    """Statements before the marked one."""
    top: str = ""
    """Definitions of the file."""
    imports: str = ""
    """What has to be imported, once."""
    member: str = ""
    """Definitions of the class around it; without a class there is no mutant."""
    call: bool = False
    within: Callable[[Spot], bool] | None = None
    """A further condition."""
    waits: bool = True
    """Whether the value may hold ``await`` and the like: not where it comes to stand in another function."""


def mutation(form: Form, grammar: Grammar) -> Mutation:
    def edits(program: Program) -> Iterator[Edit]:
        made = [edit for spot in spots(program, grammar) for edit in edits_of(form, spot)]
        if made and form.imports and form.imports.encode() not in program.text:
            at = top(program, grammar)
            yield Edit(at, at, f"{form.imports}\n\n")
        yield from made

    return Mutation(form.name, edits)


def edits_of(form: Form, spot: Spot) -> Iterator[Edit]:
    """None where the form does not fit."""
    if _fits(form, spot):
        yield from _edits(form, spot)


def _fits(form: Form, spot: Spot) -> bool:
    if form.call and (spot.call is None or _waits(spot.call, spot, besides=spot.value)):
        return False
    if not form.waits and _waits(spot.value, spot):
        return False
    if form.above and not ((spot.call_movable if form.call else spot.movable) and _begins_its_line(spot)):
        return False
    if form.call and (form.top or form.member) and not _knows_the_rest(spot):
        return False
    if form.member and around(spot.value, spot.grammar.classes) is None:
        return False
    if not _type(spot) and "<type>" in f"{form.instead}{form.above}{form.top}{form.member}":
        return False
    return form.within is None or form.within(spot)


def _type(spot: Spot) -> str:
    return spot.grammar.typed(spot.program, spot.value) if spot.grammar.typed is not None else ""


def _waits(node: Node, spot: Spot, besides: Node | None = None) -> bool:
    inside = spot.grammar.waiting
    return any(each.type in inside and not _is_in(each, besides) for each in walk(node))


def _is_in(node: Node, other: Node | None) -> bool:
    return other is not None and other.start_byte <= node.start_byte and node.end_byte <= other.end_byte


def _begins_its_line(spot: Spot) -> bool:
    if spot.statement is None:
        return False
    return not spot.program.text[_line_start(spot.program, spot.statement) : spot.statement.start_byte].strip()


def _line_start(program: Program, node: Node) -> int:
    return program.text.rfind(b"\n", 0, node.start_byte) + 1


def _knows_the_rest(spot: Spot) -> bool:
    """Whether all names of the call, besides those of the value, are known where definitions of the file stand."""
    if spot.call is None:
        return False
    known = set() if spot.grammar.closed else _known_at_the_top(spot.program, spot.grammar)
    for node in walk(spot.call):
        if is_variable(node, spot.grammar) and not _is_in(node, spot.value) and spot.program.source(node) not in known:
            return False
    return True


_TYPES = ("property_identifier", "type_identifier", "package_identifier")


def _known_at_the_top(program: Program, grammar: Grammar) -> set[str]:
    """Names that imports, definitions and assignments of the file's top give, with those in their headers."""
    known: set[str] = set()
    for child in program.tree.root_node.named_children:
        waiting = [child]
        while waiting:
            node = waiting.pop()
            if node.type in grammar.names or node.type in _TYPES:
                known.add(program.source(node))
            name = node.child_by_field_name("name")
            if node.type in grammar.scopes and name is not None:
                known.add(program.source(name))
            if node.type not in grammar.blocks and node.type not in grammar.bodies and node.type not in grammar.scopes:
                waiting += node.named_children
    return known


def _edits(form: Form, spot: Spot) -> Iterator[Edit]:
    program, number = spot.program, spot.number
    words = _words(spot)
    replaced = spot.call if form.call else spot.value
    if replaced is None:
        return
    if form.top:
        yield from _defined(program, spot.grammar, spot.value, _put(form.top, words), number, member=False)
    if form.member:
        yield from _defined(program, spot.grammar, spot.value, _put(form.member, words), number, member=True)
    if form.above and spot.statement is not None:
        at = _line_start(program, spot.statement)
        indent = program.text[at : spot.statement.start_byte].decode()
        yield Edit(at, at, f"{_put(_indented(form.above, indent), words)}\n", number)
    yield Edit(replaced.start_byte, replaced.end_byte, _put(form.instead, words), number)


def _defined(
    program: Program, grammar: Grammar, node: Node, text: str, line: int, *, member: bool, first: bool = False
) -> Iterator[Edit]:
    """A definition at the top of the file, or as the first or last member of the class around a node."""
    if not member:
        at = top(program, grammar)
        yield Edit(at, at, f"{text}\n\n", line)
        return
    owner = around(node, grammar.classes)
    body = owner.child_by_field_name("body") if owner is not None else None
    if body is None:
        body = next((child for child in owner.named_children if child.type in grammar.bodies), None) if owner else None
    if body is not None and body.named_children:
        indent = " " * body.named_children[0].start_point[1]
        at = body.start_byte + 1 if first else _behind(program, body)
        yield Edit(at, at, f"\n{_indented(text, indent)}" + ("" if first else "\n"), line)


def _behind(program: Program, body: Node) -> int:
    """Behind the last member of a class, at the beginning of a line."""
    end = program.text.find(b"\n", body.named_children[-1].end_byte) + 1 or len(program.text)
    ends_with_a_brace = program.text[body.end_byte - 1 : body.end_byte] == b"}"
    return min(end, body.end_byte - 1) if ends_with_a_brace else end


def _words(spot: Spot) -> Mapping[str, str]:
    program, value = spot.program, spot.program.source(spot.value)
    words = {"value": f"({value})" if "\n" in value else value, "n": str(spot.number), "type": _type(spot)}
    if spot.call is not None:
        arguments = arguments_of(spot.call, spot.grammar)
        if arguments is not None:
            before = program.text[arguments.start_byte : spot.value.start_byte].decode()
            after = program.text[spot.value.end_byte : arguments.end_byte].decode()
            given = f"{before}{spot.grammar.parameter}{after}".strip()
            words["arguments"] = given[1:-1] if given.startswith("(") else given
            written = program.source(arguments).strip()
            words["given"] = written[1:-1] if written.startswith("(") else written
            words["function"] = program.text[spot.call.start_byte : arguments.start_byte].decode()
    return words


def _put(text: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: words.get(found[1], found[0]), text)


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))


def constants(program: Program, place: Place, grammar: Grammar) -> Iterator[Node]:
    """The constants among the arguments of a marked line's calls, that are written out."""
    arguments = arguments_of(call_at(program, place, grammar), grammar)
    for argument in arguments.named_children if arguments is not None else ():
        value = bare(argument, grammar)
        is_constant = value is not None and value.type in grammar.literals
        if value is not None and is_constant and not any(each.type in grammar.names for each in walk(value)):
            yield value


def by_name(name: str, definition: str, instead: str, grammar: Grammar, *, member: bool = False) -> Mutation:
    """The constants among a call's arguments, by names that are defined at the top, or in the class around. In the
    texts ``<n>`` is a number of the constant's own, ``<value>`` the constant, ``<type>`` its type."""

    def edits(program: Program) -> Iterator[Edit]:
        for place in program.places:
            for number, node in enumerate(constants(program, place, grammar)):
                kind = grammar.typed(program, node) if grammar.typed is not None else ""
                words = {"n": f"{place.line}_{number}", "value": program.source(node), "type": kind}
                if kind or "<type>" not in definition:
                    text = _put(definition, words)
                    yield from _defined(program, grammar, node, text, place.line, member=member, first=True)
                    yield Edit(node.start_byte, node.end_byte, _put(instead, words), place.line)

    return Mutation(name, edits)
