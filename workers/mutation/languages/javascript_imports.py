"""JavaScript's ways to import the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import walk


@dataclass(frozen=True, slots=True)
class _Import:
    """A statement at the top of the file that imports a module by ``require`` or ``import``."""

    statement: Node
    module: str
    """With its quotes."""
    whole: str
    """The name of the module itself, or of what it exports by default; ``""`` for none."""
    star: bool
    members: Mapping[str, str]
    """Names of the file → names of the module."""
    is_required: bool


_REQUIRED = re.compile(
    r"""^(?:const|let|var)\s+(?P<left>\w+|\{[^{}]*\})\s*=\s*require\((?P<module>"[^"]+"|'[^']+')\);?$"""
)
_IMPORTED = re.compile(
    r"""^import\s+(?:(?P<left>\w+|\{[^{}]*\})|\*\s+as\s+(?P<star>\w+))\s+from\s+(?P<module>"[^"]+"|'[^']+');?$"""
)


def _imports(program: Program) -> Iterator[_Import]:
    for node in program.tree.root_node.named_children:
        text = program.source(node)
        required = _REQUIRED.match(text)
        found = required or _IMPORTED.match(text)
        if found is None:
            continue
        left = found["left"] or ""
        members = _members(left, ":" if required else " as ") if left.startswith("{") else {}
        if members is None:
            continue
        star = "" if required else found["star"] or ""
        whole = star or ("" if members else left)
        yield _Import(node, found["module"], whole, bool(star), members, required is not None)


def _members(pattern: str, between: str) -> Mapping[str, str] | None:
    members = {}
    for each in pattern[1:-1].split(","):
        if each.strip():
            name, _, own = (part.strip() for part in each.strip().partition(between))
            if not (name.isidentifier() and (own or name).isidentifier()):
                return None
            members[own or name] = name
    return members


def _uses(program: Program) -> Mapping[str, list[Node]]:
    """Where names of variables stand, outside of the imports; a name that the file binds itself is not there."""
    own = {each.statement.start_byte for each in _imports(program)}
    found: dict[str, list[Node]] = {}
    bound: Counter[str] = Counter()
    for child in program.tree.root_node.named_children:
        for node in walk(child) if child.start_byte not in own else ():
            if node.type in ("identifier", "shorthand_property_identifier"):
                bound.update([program.source(node)] if _binds(node) else [])
                found.setdefault(program.source(node), []).append(node)
            elif node.type == "shorthand_property_identifier_pattern":
                bound[program.source(node)] += 1
    return {name: nodes for name, nodes in found.items() if name not in bound}


_BINDING = frozenset(
    "formal_parameters array_pattern rest_pattern import_specifier namespace_import import_clause catch_clause "
    "required_parameter optional_parameter".split()
)


def _binds(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type in _BINDING:
        return True
    if parent.type == "pair_pattern":
        return parent.child_by_field_name("value") == node
    if parent.type in ("arrow_function", "for_in_statement", "assignment_pattern", "assignment_expression"):
        return node in (parent.child_by_field_name("parameter"), parent.child_by_field_name("left"))
    return parent.child_by_field_name("name") == node


def _renamed(node: Node, text: str, program: Program) -> Edit:
    if node.type == "shorthand_property_identifier":
        text = f"{program.source(node)}: {text}"
    return Edit(node.start_byte, node.end_byte, text)


def _own_name(module: str) -> str:
    last = module.strip("\"'").replace("node:", "").rpartition("/")[2]
    parts = [part for part in re.split(r"[\W_]+", last) if part]
    return "".join([parts[0], *(part.title() for part in parts[1:])]) + "Module" if parts else "ownModule"


def _whole(each: _Import, name: str) -> str:
    if each.is_required:
        return f"const {name} = require({each.module});"
    return f"import * as {name} from {each.module};"


def _by_the_module(program: Program) -> Iterator[Edit]:
    """``const { b } = require("a")`` and ``b`` as ``const a = require("a")`` and ``a.b``."""
    uses = _uses(program)
    for each in _imports(program):
        if each.members and all(name in uses for name in each.members) and "default" not in each.members.values():
            name = _own_name(each.module)
            yield Edit(each.statement.start_byte, each.statement.end_byte, _whole(each, name))
            for own, of_module in each.members.items():
                yield from (_renamed(node, f"{name}.{of_module}", program) for node in uses[own])


def _by_names(program: Program) -> Iterator[Edit]:
    """``const a = require("a")`` and ``a.b`` as ``const { b } = require("a")`` and ``b``."""
    yield from _destructured(program, lambda name: name)


def _by_other_names(program: Program) -> Iterator[Edit]:
    """The names of the module, and the module itself, by other names."""
    uses = _uses(program)
    for each in _imports(program):
        if each.members and all(name in uses for name in each.members):
            between = ": " if each.is_required else " as "
            names = ", ".join(f"{of_module}{between}own_{own}" for own, of_module in each.members.items())
            yield _statement(each, f"{{ {names} }}")
            for own in each.members:
                yield from (_renamed(node, f"own_{own}", program) for node in uses[own])
        elif each.whole and each.whole in uses:
            left = f"* as own_{each.whole}" if each.star else f"own_{each.whole}"
            yield _statement(each, left)
            yield from (_renamed(node, f"own_{each.whole}", program) for node in uses[each.whole])


def _statement(each: _Import, left: str) -> Edit:
    text = f"const {left} = require({each.module});" if each.is_required else f"import {left} from {each.module};"
    return Edit(each.statement.start_byte, each.statement.end_byte, text)


def _destructured(program: Program, called: Callable[[str], str]) -> Iterator[Edit]:
    uses = _uses(program)
    names = {program.source(node) for node in walk(program.tree.root_node) if node.type == "identifier"}
    for each in _imports(program):
        if not each.whole or each.whole not in uses or not (each.is_required or each.star):
            continue
        found = _used_members(program, uses[each.whole])
        if found and not {called(name) for name, _ in found} & names:
            yield _statement(each, f"{{ {', '.join(dict.fromkeys(called(name) for name, _ in found))} }}")
            yield from (Edit(node.start_byte, node.end_byte, called(name)) for name, node in found)


def _used_members(program: Program, nodes: Sequence[Node]) -> list[tuple[str, Node]]:
    """The names and nodes of ``module.name``; empty where the module is used otherwise too."""
    found = []
    for node in nodes:
        parent = node.parent
        name = parent.child_by_field_name("property") if parent is not None else None
        if parent is None or parent.type != "member_expression" or name is None or parent.parent is None:
            return []
        if parent.child_by_field_name("object") != node or parent.parent.type == "new_expression":
            return []
        found.append((program.source(name), parent))
    return found


def _as_module(program: Program) -> Iterator[Edit]:
    """``require`` as ``import``."""
    for each in _imports(program):
        if each.is_required:
            names = ", ".join(name if name == own else f"{name} as {own}" for own, name in each.members.items())
            left = f"{{ {names} }}" if names else each.whole
            yield Edit(each.statement.start_byte, each.statement.end_byte, f"import {left} from {each.module};")


def _as_namespace(program: Program) -> Iterator[Edit]:
    """``const a = require("a")`` as ``import * as a from "a"``, where only its members are used."""
    uses = _uses(program)
    for each in _imports(program):
        if each.is_required and each.whole in uses and _used_members(program, uses[each.whole]):
            text = f"import * as {each.whole} from {each.module};"
            yield Edit(each.statement.start_byte, each.statement.end_byte, text)


def _as_required(program: Program) -> Iterator[Edit]:
    """``import`` as ``require``."""
    for each in _imports(program):
        if not each.is_required:
            names = ", ".join(name if name == own else f"{name}: {own}" for own, name in each.members.items())
            left = f"{{ {names} }}" if names else each.whole
            text = f"const {left} = require({each.module});"
            yield Edit(each.statement.start_byte, each.statement.end_byte, text)


def _with_node(program: Program) -> Iterator[Edit]:
    """``"fs"`` as ``"node:fs"``, and the other way."""
    for each in _imports(program):
        name = each.module[1:-1]
        if name.removeprefix("node:").partition("/")[0] in _OF_NODE:
            new = name.removeprefix("node:") if name.startswith("node:") else f"node:{name}"
            start = program.text.find(each.module.encode(), each.statement.start_byte)
            yield Edit(start, start + len(each.module.encode()), f'"{new}"')


_OF_NODE = frozenset(
    "assert buffer child_process cluster crypto dns fs http http2 https net os path process querystring readline "
    "stream timers tls tty url util v8 vm worker_threads zlib".split()
)
"""Modules of Node.js that have a second name with a scheme: https://nodejs.org/api/modules.html#built-in-modules"""

MUTATIONS = (
    Mutation("an import of the whole module", _by_the_module, whole=True),
    Mutation("an import by name", _by_names, whole=True),
    Mutation("an import by another name", _by_other_names, whole=True),
    Mutation("import instead of require", _as_module, whole=True),
    Mutation("import of a namespace", _as_namespace, whole=True),
    Mutation("require instead of import", _as_required, whole=True),
    Mutation("a module of Node by its other name", _with_node, whole=True),
)
