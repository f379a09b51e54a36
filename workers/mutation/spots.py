"""Where a marked line can be written otherwise: its statement, its call and the value that the call is about.

What the value is, the rule itself says by what it finds in the sample; a line that must not be found has the first call
that is given more than constants. A ``Grammar`` says in which words a language's trees speak of all that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from workers.mutation.model import Place, Program

LAST = "*"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Types of nodes of a language's grammar (tree-sitter), and their fields."""

    calls: Mapping[str, tuple[str, str]]
    """Calls → the fields of what is called and of the arguments."""
    arguments: frozenset[str]
    """Lists of arguments."""
    named: Mapping[str, str]
    """What stands around a value among arguments (a keyword's, an entry's) → the field of the value; ``""``: its last
    child."""
    assigned: Mapping[str, str]
    """Assignments, returns and the like → the field of the value; ``""``: its only child, ``LAST``: its last one."""
    names: frozenset[str]
    """Names of variables: what holds none is constant."""
    literals: frozenset[str]
    """Constants that are written out."""
    statements: frozenset[str]
    """What is done once when it is reached, so that another statement can stand before it."""
    blocks: frozenset[str]
    """What holds statements in a row."""
    scopes: frozenset[str]
    """Functions, comprehensions: their parts are not evaluated where they stand."""
    maybe: frozenset[str]
    """Expressions of which a part is evaluated on a condition alone, besides those with ``and``, ``||`` and so on."""
    waiting: frozenset[str]
    """Expressions that can stand in a function of their kind alone (``await``, ``yield``)."""
    comments: frozenset[str]
    opening: frozenset[str]
    """What stands first in a file, before definitions: imports, a package clause, comments."""
    labels: frozenset[tuple[str, str]] = frozenset()
    """Fields (with their nodes) whose names are those of members or parameters, and no variables."""
    parameter: str = "value"
    """How the parameter of helpers is called, with what its name begins with."""
    closed: bool = False
    """Whether a function sees no variables of the file."""
    classes: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    """Blocks inside an expression or a header: the lines in them are no lines of the statement around them."""
    headers: frozenset[str] = frozenset()
    """Statements with a block, and nothing in them that is evaluated more than once before it."""
    typed: Callable[[Program, Node], str] | None = None
    """The type of an expression in the words of the language, ``""`` where it is not known; ``None`` where forms need
    none."""
    clauses: frozenset[str] = frozenset()
    """Parts of such statements that are not always reached."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a mutation can touch of a marked line."""

    program: Program
    grammar: Grammar
    place: Place
    statement: Node | None
    """Before which another can stand; ``None`` where none can."""
    call: Node | None
    """That the value is given to; ``None`` where it is assigned or returned."""
    value: Node

    @property
    def number(self) -> int:
        return self.place.line

    @property
    def movable(self) -> bool:
        """Whether the value can be evaluated before the statement."""
        return self.statement is not None and is_evaluated_with(self.value, self.statement, self.grammar)

    @property
    def call_movable(self) -> bool:
        return (
            self.call is not None
            and self.statement is not None
            and is_evaluated_with(self.call, self.statement, self.grammar)
        )


def spots(program: Program, grammar: Grammar) -> Iterator[Spot]:
    """One for each marked line that has such a value."""
    for place in program.places:
        node = value_at(program, place, grammar)
        if node is not None:
            call = _call_of(node, grammar)
            yield Spot(program, grammar, place, statement_of(node, grammar), call, node)


def value_at(program: Program, place: Place, grammar: Grammar) -> Node | None:
    """What the marked line is about: an argument of a call, or what is assigned or returned."""
    root = program.tree.root_node
    if place.hit is not None:
        node = root.descendant_for_byte_range(*place.hit)
        while node is not None and node.parent is not None and (node.start_byte, node.end_byte) == (
            node.parent.start_byte, node.parent.end_byte
        ):  # fmt: skip
            node = node.parent
        within = _first_value(node, grammar, place.hit[0]) if node is not None else None
        return within or _around(node, grammar)
    row = place.line - 1
    first = _first_on(root, row, grammar)
    return _first_value(first, grammar, first.start_byte) or _around(first, grammar) if first is not None else None


def call_at(program: Program, place: Place, grammar: Grammar) -> Node | None:
    """The call that is found on a marked line, else the first on it."""
    root = program.tree.root_node
    if place.hit is not None:
        node = root.descendant_for_byte_range(*place.hit)
        while node is not None and node.type not in grammar.blocks:
            if node.type in grammar.calls:
                return node
            node = node.parent
    first = _first_on(root, place.line - 1, grammar)
    return next((node for node in walk(first) if node.type in grammar.calls), None) if first is not None else None


def _first_on(root: Node, row: int, grammar: Grammar) -> Node | None:
    """The outermost node that begins on a row, blocks left out: they begin where their first statement does."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.start_point[0] == row and node.parent is not None and node.type not in grammar.blocks:
            return node
        waiting += [child for child in reversed(node.named_children) if child.end_point[0] >= row]
    return None


def _first_value(node: Node, grammar: Grammar, start: int) -> Node | None:
    """The first argument that is no constant, of the outermost call; not from inside functions and blocks."""
    waiting = [node]
    assigned: Node | None = None
    while waiting:
        each = waiting.pop()
        if each.start_byte < start and each is not node:
            continue
        if each.type in grammar.calls:
            arguments = arguments_of(each, grammar)
            for argument in arguments.named_children if arguments is not None else ():
                value = bare(argument, grammar)
                if value is not None and _varies(value, grammar):
                    return value
        if assigned is None and each.type in grammar.assigned:
            value = _assigned(each, grammar)
            assigned = value if value is not None and _varies(value, grammar) else None
        if each.type not in grammar.scopes and each.type not in grammar.bodies:
            waiting += reversed(each.named_children)
    return assigned


def _assigned(node: Node, grammar: Grammar) -> Node | None:
    name = grammar.assigned[node.type]
    if name == LAST:
        return node.named_children[-1] if len(node.named_children) > 1 else None
    value = node.child_by_field_name(name) if name else _only(node)
    if value is not None and value.type in _LISTS:
        left = node.child_by_field_name("left")
        several = left is not None and left.type in _LISTS and len(left.named_children) != 1
        return None if several else _only(value)
    return value


_LISTS = frozenset({"expression_list"})
"""Of values, where a statement can have several."""


def _only(node: Node) -> Node | None:
    return node.named_children[0] if len(node.named_children) == 1 else None


def _around(node: Node | None, grammar: Grammar) -> Node | None:
    """The argument, or what is assigned or returned, that a node is in."""
    while node is not None and node.parent is not None:
        parent = node.parent
        if parent.type in grammar.arguments or parent.type in grammar.named:
            value = bare(node, grammar)
            return value if value is not None and _varies(value, grammar) else None
        if parent.type in grammar.assigned:
            return node if _assigned(parent, grammar) == node and _varies(node, grammar) else None
        if parent.type in grammar.blocks:
            return None
        node = parent
    return None


def arguments_of(call: Node | None, grammar: Grammar) -> Node | None:
    """The list of a call's arguments."""
    if call is None or call.type not in grammar.calls:
        return None
    found = call.child_by_field_name(grammar.calls[call.type][1])
    if found is None:
        found = next((child for child in call.named_children if child.type in grammar.arguments), None)
    return found if found is not None and found.type in grammar.arguments else None


def bare(argument: Node, grammar: Grammar) -> Node | None:
    """The value of an argument."""
    if argument.type not in grammar.named:
        return argument
    name = grammar.named[argument.type]
    if name:
        return argument.child_by_field_name(name)
    return argument.named_children[-1] if argument.named_children else None


def _varies(node: Node, grammar: Grammar) -> bool:
    """Whether it is an expression with a name in it, and no function."""
    if (
        node.type in grammar.scopes
        or node.type in grammar.comments
        or any(word in node.type for word in ("splat", "spread", "variadic"))
    ):
        return False
    return any(each.type in grammar.names for each in walk(node))


def is_variable(node: Node, grammar: Grammar) -> bool:
    """Whether a node is the name of a variable, function or type that is known where it stands."""
    if node.type not in grammar.names:
        return False
    parent = node.parent
    return parent is None or not any(
        parent.type == kind and parent.child_by_field_name(field) == node for kind, field in grammar.labels
    )


def walk(node: Node) -> Iterator[Node]:
    """A node and all in it, in the order of the text."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed(each.named_children)


def _call_of(value: Node, grammar: Grammar) -> Node | None:
    node: Node | None = value
    while node is not None and (node == value or node.type in grammar.named or node.type in grammar.arguments):
        node = node.parent
    return node if node is not None and node.type in grammar.calls else None


def statement_of(node: Node, grammar: Grammar) -> Node | None:
    """The innermost statement around a node, if another can stand before it."""
    inner: Node | None = node
    while inner is not None and inner.parent is not None:
        if inner.parent.type in grammar.blocks:
            return inner if inner.type in grammar.statements or inner.type in grammar.headers else None
        if inner.type in grammar.clauses:
            return None
        if inner.type in grammar.statements and inner.parent.type in grammar.headers and inner != node:
            return None  # what is done on a condition, without a block
        inner = inner.parent
    return None


_LAZY = frozenset({"&&", "||", "??", "and", "or"})


def is_evaluated_with(node: Node, statement: Node, grammar: Grammar) -> bool:
    """Whether a node is evaluated whenever the statement is, and once."""
    parent = node.parent
    while parent is not None and parent != statement:
        if parent.type in grammar.scopes or parent.type in grammar.maybe:
            return False
        if any(child.type in _LAZY for child in parent.children):
            return False
        parent = parent.parent
    return True


def on_line(program: Program, place: Place, grammar: Grammar) -> Iterator[Node]:
    """What begins on a marked line, and not in a function or a block of it."""
    first = _first_on(program.tree.root_node, place.line - 1, grammar)
    waiting = [first] if first is not None else []
    while waiting:
        node = waiting.pop()
        if node.start_point[0] == place.line - 1:
            yield node
        if node.type not in grammar.bodies and node.type not in grammar.scopes:
            waiting += reversed(node.named_children)


def around(node: Node, types: frozenset[str]) -> Node | None:
    """The innermost node of one of the types around another."""
    parent = node.parent
    while parent is not None and parent.type not in types:
        parent = parent.parent
    return parent


def lines_of(program: Program, place: Place, grammar: Grammar) -> range:
    """The lines of the statement that begins on a marked line, up to the first block in it."""
    first = _first_on(program.tree.root_node, place.line - 1, grammar)
    if first is None:
        return range(place.line, place.line + 1)
    inner = (node.start_point[0] + 1 for node in walk(first) if node.type in grammar.bodies and node != first)
    return range(place.line, min([first.end_point[0] + 1, *inner]) + 1)


def top(program: Program, grammar: Grammar) -> int:
    """Where definitions can be put: before the first statement of the file that is no import, and its comments."""
    root = program.tree.root_node
    children = root.named_children
    end = len(children)
    for number, child in enumerate(children):
        if child.type not in grammar.opening:
            end = number
            break
    while end and children[end - 1].type in grammar.comments and children[end - 1].end_point[0] > 0:
        end -= 1
    if end == len(children):
        return len(program.text)
    at = children[end].start_byte
    return program.text.rfind(b"\n", 0, at) + 1
