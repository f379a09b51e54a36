"""Python's ways to import the same thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import walk


@dataclass(frozen=True, slots=True)
class _Import:
    """One name that an import statement gives."""

    statement: Node
    module: str
    name: str
    """Of what is taken from the module; ``""`` for the module itself."""
    known_as: str
    """In the file; for ``import a.b`` all of it."""


def _imports(program: Program) -> Iterator[_Import]:
    """Those at the top of the file, of one name or several; not the relative ones."""
    for node in program.tree.root_node.named_children:
        if node.type == "import_statement":
            for child in node.children_by_field_name("name"):
                module, alias = _named(program, child)
                yield _Import(node, module, "", alias or module)
        elif node.type == "import_from_statement":
            name_node = node.child_by_field_name("module_name")
            module = program.source(name_node) if name_node is not None else ""
            if not module or module.startswith("."):
                continue
            for child in node.children_by_field_name("name"):
                name, alias = _named(program, child)
                yield _Import(node, module, name, alias or name)


def _named(program: Program, node: Node) -> tuple[str, str]:
    if node.type == "aliased_import":
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        return program.source(name) if name else "", program.source(alias) if alias else ""
    return program.source(node), ""


def _uses(program: Program) -> Mapping[str, list[Node]]:
    """Where names of variables stand, imports left out; a name that the file binds itself is not there."""
    found: dict[str, list[Node]] = {}
    bound: Counter[str] = Counter()
    for node in _outside_imports(program.tree.root_node):
        if node.type == "identifier":
            kind = _kind(node)
            if kind == "use":
                found.setdefault(program.source(node), []).append(node)
            elif kind == "bound":
                bound[program.source(node)] += 1
    return {name: nodes for name, nodes in found.items() if name not in bound}


def _outside_imports(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type not in ("import_statement", "import_from_statement"):
            yield node
            waiting += reversed(node.named_children)
        elif node.parent != root:  # an import inside a function gives a name of the same kind anew
            yield from (each for each in walk(node) if each.type == "identifier")


_BINDING = frozenset(
    "function_definition class_definition parameters lambda_parameters typed_parameter default_parameter "
    "typed_default_parameter for_in_clause import_statement import_from_statement dotted_name aliased_import "
    "as_pattern_target named_expression global_statement".split()
)


def _kind(node: Node) -> str:
    parent = node.parent
    if parent is None:
        return "use"
    if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
        return "attribute"
    if parent.type == "keyword_argument" and parent.child_by_field_name("name") == node:
        return "attribute"
    if parent.type in _BINDING:
        value = parent.child_by_field_name("value") or parent.child_by_field_name("right")
        return "use" if value == node or parent.child_by_field_name("type") == node else "bound"
    left = parent.child_by_field_name("left")
    if left == node or (parent.type in ("pattern_list", "tuple_pattern")):
        return "bound"
    return "use"


@dataclass(frozen=True, slots=True)
class _Changed:
    """An import written otherwise, and the new texts of its uses."""

    of: _Import
    text: str
    uses: list[tuple[Node, str]]


def _edits(changes: Sequence[_Changed]) -> Iterator[Edit]:
    """A statement of which some name is imported as before stays, too."""
    statements: dict[int, list[_Changed]] = {}
    for each in changes:
        statements.setdefault(each.of.statement.start_byte, []).append(each)
        for node, text in each.uses:
            yield Edit(node.start_byte, node.end_byte, text)
    for start, group in statements.items():
        statement = group[0].of.statement
        text = "\n".join(dict.fromkeys(each.text for each in group))
        if len(group) == len(statement.children_by_field_name("name")):
            yield Edit(start, statement.end_byte, text)
        else:
            yield Edit(start, start, f"{text}\n")


def _qualified(program: Program) -> Iterator[Edit]:
    """``from a import b`` and ``b`` as ``import a`` and ``a.b``."""
    uses, taken = _uses(program), _taken(program)
    changes = []
    for each in _imports(program):
        root = each.module.partition(".")[0]
        if each.name and each.known_as in uses and (root not in taken or taken[root] == root):
            found = [(node, f"{each.module}.{each.name}") for node in uses[each.known_as]]
            changes.append(_Changed(each, f"import {each.module}", found))
    yield from _edits(changes)


def _taken(program: Program) -> Mapping[str, str]:
    """What the names of the file are: imported names → the module that they are the root of, ``""`` for others."""
    taken = {program.source(node): "" for node in _outside_imports(program.tree.root_node) if _is_free(node)}
    for each in _imports(program):
        root = each.known_as.partition(".")[0]
        taken[root] = root if not each.name and each.known_as == each.module else ""
    return taken


def _of_the_module(program: Program) -> Iterator[Edit]:
    """``from a.b import c`` and ``c`` as ``from a import b`` and ``b.c``."""
    uses, taken = _uses(program), _taken(program)
    changes = []
    for each in _imports(program):
        package, _, module = each.module.rpartition(".")
        if each.name and package and each.known_as in uses and module not in taken:
            found = [(node, f"{module}.{each.name}") for node in uses[each.known_as]]
            changes.append(_Changed(each, f"from {package} import {module}", found))
    yield from _edits(changes)


def _by_name(program: Program) -> Iterator[Edit]:
    """``import a`` and ``a.b`` as ``from a import b`` and ``b``."""
    uses, taken = _uses(program), _taken(program)
    changes = []
    for each in _imports(program):
        found = [] if each.name else _members(program, each, uses)
        names = dict.fromkeys(name for name, _ in found)
        if found and not names.keys() & taken.keys():
            text = f"from {each.module} import {', '.join(names)}"
            changes.append(_Changed(each, text, [(node, name) for name, node in found]))
    yield from _edits(changes)


def _by_another_name(program: Program) -> Iterator[Edit]:
    """``import a`` and ``a.b``, ``from a import b`` and ``b`` as ``from a import b as own_b`` and ``own_b``."""
    uses = _uses(program)
    changes = []
    for each in _imports(program):
        if each.name:
            found = [(each.name, node) for node in uses.get(each.known_as, ())]
        else:
            found = _members(program, each, uses)
        if found:
            names = ", ".join(dict.fromkeys(f"{name} as own_{name}" for name, _ in found))
            renamed = [(node, f"own_{name}") for name, node in found]
            changes.append(_Changed(each, f"from {each.module} import {names}", renamed))
    yield from _edits(changes)


def _is_free(node: Node) -> bool:
    return node.type == "identifier" and _kind(node) != "attribute"


def _members(program: Program, of: _Import, uses: Mapping[str, list[Node]]) -> list[tuple[str, Node]]:
    """Where the file uses a member of an imported module: its name, and ``module.name``. Empty where the module is
    used otherwise too."""
    found = []
    for node in uses.get(of.known_as.partition(".")[0], ()):
        whole: Node = node
        for _ in range(of.known_as.count(".") + 1):
            if whole.parent is None or whole.parent.type != "attribute":
                return []
            whole = whole.parent
        if program.source(whole).rpartition(".")[0] != of.known_as:
            return []
        found.append((program.source(whole).rpartition(".")[2], whole))
    return found


def _alias_of_the_module(program: Program) -> Iterator[Edit]:
    """``import a`` as ``import a as own_a``."""
    uses = _uses(program)
    changes = []
    for each in _imports(program):
        found = [] if each.name else _members(program, each, uses)
        if found:
            own = "own_" + each.module.rpartition(".")[2]
            text = f"import {each.module} as {own}"
            changes.append(_Changed(each, text, [(node, f"{own}.{name}") for name, node in found]))
    yield from _edits(changes)


def _inside(program: Program) -> Iterator[Edit]:
    """The imports of the file stand in each of its functions that needs them."""
    imports = list(_imports(program))
    root = program.tree.root_node
    used_outside = set()
    for child in root.named_children:
        if child.type not in ("function_definition", "import_statement", "import_from_statement"):
            used_outside |= {program.source(node) for node in walk(child) if node.type == "identifier"}
    moved = {each.statement.start_byte: each.statement for each in imports}
    for each in imports:
        if each.known_as.partition(".")[0] in used_outside:
            moved.pop(each.statement.start_byte, None)
    functions = [child for child in root.named_children if child.type == "function_definition"]
    if not functions:
        return
    for statement in moved.values():
        yield Edit(statement.start_byte, statement.end_byte, "pass")
        names = {each.known_as.partition(".")[0] for each in imports if each.statement == statement}
        for function in functions:
            body = function.child_by_field_name("body")
            if body is not None and names & {program.source(node) for node in walk(function)}:
                indent = " " * body.start_point[1]
                yield Edit(body.start_byte, body.start_byte, f"{program.source(statement)}\n{indent}")


MUTATIONS = (
    Mutation("an import of the whole module", _qualified, whole=True),
    Mutation("an import from the package", _of_the_module, whole=True),
    Mutation("an import by name", _by_name, whole=True),
    Mutation("an import by another name", _by_another_name, whole=True),
    Mutation("an alias of the module", _alias_of_the_module, whole=True),
    Mutation("an import inside the function", _inside, whole=True),
)
