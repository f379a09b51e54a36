"""Reads the items of a syntax tree that stand on changed lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from tree_sitter import Node

from workers.checks.guards.declarations.items import Item, Sort, last_name
from workers.checks.guards.grammar import Parsed
from workers.checks.guards.syntax import callee, receiver, squeezed, text_of

_CALLS = frozenset(
    {"call", "call_expression", "new_expression", "method_invocation", "object_creation_expression"}
    | {"function_call_expression", "member_call_expression", "scoped_call_expression"}
    | {"nullsafe_member_call_expression"}
)
_NAMED_VALUES = frozenset(
    {"keyword_argument", "pair", "keyed_element", "element_value_pair", "array_element_initializer", "jsx_attribute"}
    | {"annotation_argument"}
)
_DEFAULTS = frozenset(
    {"default_parameter", "typed_default_parameter", "assignment_pattern", "object_assignment_pattern"}
    | {"simple_parameter", "property_promotion_parameter", "optional_parameter", "required_parameter"}
    | {"keyword_parameter"}
)
_ASSIGNMENTS = frozenset(
    {"assignment", "augmented_assignment", "named_expression", "assignment_expression", "variable_declarator"}
    | {"augmented_assignment_expression", "assignment_statement", "short_var_declaration", "var_spec", "const_spec"}
    | {"operator_assignment", "property_element", "const_element", "public_field_definition", "field_definition"}
    | {"enum_assignment"}
)
_COLLECTIONS = frozenset(
    {"list", "tuple", "set", "array", "array_initializer", "literal_value", "array_creation_expression"}
    | {"string_array", "symbol_array"}
)
_PATTERNS = frozenset({"regex"})
_TEXTS = frozenset(
    {"string", "template_string", "interpreted_string_literal", "raw_string_literal", "string_literal"}
    | {"encapsed_string", "heredoc", "heredoc_body"}
)
_MARKS = frozenset({"annotation", "marker_annotation", "decorator", "attribute"})
_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_LITERALS = frozenset({"object", "dictionary", "hash", "list", "array", "tuple", "arrow_function", "lambda"})
_IMPORTS = frozenset(
    {"import_statement", "import_from_statement", "import_declaration", "namespace_use_declaration", "package_clause"}
    | {"package_declaration", "comment", "line_comment", "block_comment", "future_import_statement"}
)
_LISTS = frozenset({"argument_list", "arguments", "annotation_argument_list"})
_STATEMENTS = frozenset(
    {"expression_statement", "defer_statement", "go_statement", "await", "await_expression", "body_statement"}
    | {"program", "then", "else", "do_block", "block_body", "block", "begin", "ensure", "statement_list"}
)
_DATA = (
    _COLLECTIONS
    | _LISTS
    | frozenset({"argument", "object", "dictionary", "hash", "literal_element", "parenthesized_expression"})
    | frozenset({"unary_expression", "expression_list", "concatenated_string", "binary_operator", "binary_expression"})
    | frozenset({"binary", "interpolation", "as_expression", "satisfies_expression", "composite_literal"})
    | frozenset({"jsx_self_closing_element", "jsx_opening_element"})
)
"""Nodes between an item and what it is an item of."""
_MAKES_COLLECTION = frozenset(
    "frozenset set list tuple Set Array of asList freeze unmodifiableSet unmodifiableList ImmutableSet ImmutableList "
    "copyOf newHashSet MappingProxyType Map Object new".split()
)
_DEEPEST = 12
"""Levels of literals inside literals that are looked through."""
_LONGEST_VALUE = 300


class Lines:
    """The changed lines of one side, and the gaps: lines behind which the other side has more."""

    def __init__(self, lines: Iterable[int], gaps: Iterable[int] = ()) -> None:
        self._lines, self._gaps = sorted(lines), sorted(gaps)

    @property
    def is_empty(self) -> bool:
        return not self._lines

    def touch(self, node: Node) -> bool:
        return self.between(node.start_point.row + 1, node.end_point.row + 1)

    def between(self, first: int, last: int) -> bool:
        """Whether a line of these is changed, or a gap lies between two of them."""
        index = bisect_left(self._lines, first)
        if index < len(self._lines) and self._lines[index] <= last:
            return True
        index = bisect_left(self._gaps, first)
        return index < len(self._gaps) and self._gaps[index] < last


def read(tree: Parsed, touched: Lines, most: int = 1_500) -> list[Item]:
    """The items on the lines in order of the text; ``most`` bounds what a hostile change can cost."""
    found: list[Item] = []
    stack = [(tree.root, "")]
    while stack and len(found) < most:
        node, around = stack.pop()
        kind = node.type
        if kind in _IMPORTS or not touched.touch(node):
            continue
        reader = _READERS.get(kind)
        if reader is not None:
            found.extend(item for item in reader(node) if touched.between(item.line, item.end_line))
        if around in _COLLECTIONS and kind not in _NAMED_VALUES:
            found.extend(_entry(node))
        stack.extend((child, kind) for child in reversed(node.named_children))
    return found


def _called(node: Node) -> Node | None:
    for field in ("method", "name", "function", "constructor", "type"):
        part = node.child_by_field_name(field)
        if part is not None:
            return part
    return next((child for child in node.named_children if child.type in ("name", "qualified_name")), None)


def owner_of(node: Node) -> tuple[str, int]:
    """The call that gets the item as an argument, or the variable, field or key that the literal goes to; its line."""
    around, levels = node.parent, 0
    while around is not None and levels < _DEEPEST:
        kind = around.type
        if kind in _CALLS:
            name = callee(around)
            if name not in _MAKES_COLLECTION:
                return name, _line_of_name(around)
        elif kind == "composite_literal":
            made = around.child_by_field_name("type")
            if made is not None and made.type in ("type_identifier", "qualified_type"):
                return last_name(text_of(made)), made.end_point.row + 1
        elif kind in _ASSIGNMENTS or kind in _DEFAULTS:
            return _name_of(around), around.start_point.row + 1
        elif kind == "array_element_initializer" and len(around.named_children) == 1:
            pass  # an entry of a list of PHP
        elif kind in _NAMED_VALUES and node.type not in _NAMED_VALUES:
            return _name_of(around), around.start_point.row + 1
        elif kind in _MARKS or kind.startswith("jsx_"):
            return last_name(text_of(around.child_by_field_name("name"))), around.start_point.row + 1
        elif kind not in _DATA and kind not in _NAMED_VALUES:
            break
        around, levels = around.parent, levels + 1
    return "", 0


def _line_of_name(call: Node) -> int:
    called = _called(call)
    return (called if called is not None else call).end_point.row + 1


def _name_of(node: Node) -> str:
    for field in ("left", "name", "key", "property", "pattern"):
        part = node.child_by_field_name(field)
        if part is not None:
            return last_name(text_of(part).rstrip("\"']) "))
    return last_name(text_of(node.named_children[0]).rstrip("\"']) ")) if node.named_children else ""


def _value_of(node: Node) -> Node | None:
    for field in ("right", "value", "default_value"):
        part = node.child_by_field_name(field)
        if part is not None:
            return part
    return None


def _item(
    sort: Sort, node: Node, owner: tuple[str, int], name: str, value: str, text: str = "", is_statement: bool = False
) -> Item:
    first, last = node.start_point.row + 1, node.end_point.row + 1
    shown = (text or value)[:_LONGEST_VALUE]
    return Item(sort, owner[0], name, value[:_LONGEST_VALUE], shown, first, last, owner[1], is_statement)


def _call(node: Node) -> Iterator[Item]:
    name = callee(node)
    if not name:
        return
    arguments = node.child_by_field_name("arguments")
    if arguments is None:
        arguments = next((child for child in node.named_children if child.type in _LISTS), None)
    value = squeezed(text_of(arguments)).removeprefix("(").removesuffix(")") if arguments is not None else ""
    around = node.parent.type if node.parent is not None else ""
    text = squeezed(text_of(node)) or f"{name}(…)"
    yield _item(
        Sort.CALL,
        node,
        (receiver(node)[:_LONGEST_VALUE], _line_of_name(node)),
        name,
        value,
        text,
        around in _STATEMENTS,
    )
    if arguments is None or name in _MAKES_COLLECTION:
        return
    for child in arguments.named_children:
        if child.type not in _NAMED_VALUES | _COMMENTS | _LITERALS and not _has_name(child):
            yield from _plain(child, (name, _line_of_name(node)))


def _has_name(node: Node) -> bool:
    return node.type == "argument" and node.child_by_field_name("name") is not None


def _plain(node: Node, owner: tuple[str, int]) -> Iterator[Item]:
    text = squeezed(text_of(node))
    if not text or len(text) > 120 or is_prose(text):
        return
    if "|" in text and text.replace("|", "").replace(" ", "").replace("_", "").replace(".", "").isalnum():
        for flag in text.split("|"):
            yield _item(Sort.PLAIN, node, owner, "", flag.strip())
    else:
        yield _item(Sort.PLAIN, node, owner, "", text)


def is_prose(text: str) -> bool:
    """Whether a text is a sentence for people: ``"Invalid file name"``."""
    return text[:1] in '"`f_' and text.count(" ") >= 2 and not _CODE.search(text)


_CODE = re.compile(r"[<>=;{}|*\\]|: |\b(?:SELECT|FROM|WHERE|UPDATE)\b")


def _bare_name(node: Node) -> Iterator[Item]:
    """A call of Ruby that is only a name: ``reset_session``."""
    if node.parent is not None and node.parent.type in ("body_statement", "program", "then", "block_body", "else"):
        text = text_of(node)
        yield _item(Sort.CALL, node, ("", 0), text, "", text, is_statement=True)


def _named_value(node: Node) -> Iterator[Item]:
    children = node.named_children
    value = node.child_by_field_name("value") or (children[-1] if len(children) > 1 else None)
    if node.type == "array_element_initializer" and len(children) == 1:
        yield from _entry(children[0])
        return
    name = text_of(node.child_by_field_name("name") or node.child_by_field_name("key") or children[0]).strip("\"': ")
    given = squeezed(text_of(value)) if value is not None else "true"
    if name and given:
        yield _item(Sort.ARGUMENT, node, owner_of(node), name, given, f"{name}={given}")


def _shorthand(node: Node) -> Iterator[Item]:
    name = text_of(node)
    yield _item(Sort.ARGUMENT, node, owner_of(node), name, name)


def _argument(node: Node) -> Iterator[Item]:
    if _has_name(node):
        yield from _named_value(node)


def _default(node: Node) -> Iterator[Item]:
    value = _value_of(node)
    if value is not None:
        name, given = _name_of(node), squeezed(text_of(value))
        yield _item(Sort.DEFAULT, node, ("", 0), name, given, f"{name}={given}")


_WRITTEN = re.compile(
    r"(?i)[-\d\"`'\[{(]|(?:true|false|null|none|nil)\b|%[wi]|frozenset\(|new (?:set|map)|set\("
    r"|(?:\w+\.)*(?:of|aslist)\(|(?:[\w$]+(?:\.|::|->))*[A-Z][\w.:]*$|\[\]\w+\{|map\[|regexp?\.|re\.compile|array\("
)
"""What is written out: numbers, texts, flags, constants and collections of them."""
_COMPUTED = re.compile(r"^(?!.*(?:set|of|asList|array|compile|Compile)\().*[a-z_]\w*\(|^\(\w+\)|\$\{|\" [+.]")


def _is_written(value: str) -> bool:
    return _WRITTEN.match(value) is not None and _COMPUTED.search(value) is None


def _assignment(node: Node) -> Iterator[Item]:
    value = _value_of(node)
    left = node.child_by_field_name("left") or node.child_by_field_name("name") or node.child_by_field_name("property")
    children = node.named_children
    if value is None and len(children) > 1 and node.type in ("const_element", "field_definition"):
        value = children[-1]
    left = left or (children[0] if children else None)
    if value is None or left is None:
        return
    target, given = squeezed(text_of(left)), squeezed(text_of(value))
    if "," in target or target[:1] in "[{(":  # several variables at once
        target = re.split(r"[,\[\]{}() ]+", target.strip("[{( "))[0]
    name = last_name(target.rstrip('"]) '))
    if name and given:
        owner = target.rstrip('"]) ')[: -len(name)].rstrip(".>-[\"'(:?$@")
        sort = Sort.SETTING if _is_written(given[:_LONGEST_VALUE]) else Sort.STEP
        yield _item(sort, node, (owner, node.start_point.row + 1), name, given, f"{target}={given}", is_statement=True)


def _entry(node: Node) -> Iterator[Item]:
    inner = node.named_children[0] if node.type == "literal_element" and node.named_children else node
    text, owner = squeezed(text_of(inner)), owner_of(node)
    if text and len(text) <= 120 and owner[0] and not owner[0].startswith("__"):
        yield _item(Sort.ENTRY, node, owner, "", text.strip('"`:'))


def _deletion(node: Node) -> Iterator[Item]:
    text = squeezed(text_of(node))
    for sign in ("del ", "delete ", "unset("):
        if text.startswith(sign):
            yield _item(Sort.DELETION, node, ("", 0), "", text.removeprefix(sign).rstrip(")"), text)


def _pattern(node: Node) -> Iterator[Item]:
    yield _item(Sort.PATTERN, node, owner_of(node), "", text_of(node))


_COMPILES = re.compile(
    r"^(?:re_)?(?:compile|match|fullmatch|search|sub|subn|findall|MustCompile|Compile|RegExp|preg_\w+|matches|new)$"
)


def _text(node: Node) -> Iterator[Item]:
    if node.parent is not None and node.parent.type in ("expression_statement", "field_declaration"):
        if node.parent.type == "field_declaration":
            field = last_name(text_of(node.parent.child_by_field_name("name")))
            yield _item(Sort.MARK, node, (field, 0), "", text_of(node))
        return  # a docstring
    text = squeezed(text_of(node))
    if len(text) > 3 or text == '""':
        owner = owner_of(node)
        is_pattern = _COMPILES.match(owner[0]) and any(sign in text for sign in "[\\^$*+|")
        yield _item(Sort.PATTERN if is_pattern else Sort.TEXT, node, owner, "", text)


def _mark(node: Node) -> Iterator[Item]:
    if node.type == "attribute" and (node.parent is None or node.parent.type != "attribute_group"):
        return  # Python's ``a.b``
    text = squeezed(text_of(node)).removeprefix("@")
    name = last_name(text.partition("(")[0])
    if name:
        yield _item(Sort.MARK, node, (_marked(node), 0), name, text)


def _marked(node: Node) -> str:
    """The name of the field or definition that a mark stands on."""
    around, levels = node.parent, 0
    while around is not None and levels < 4:
        for field in ("name", "definition", "declarator"):
            part = around.child_by_field_name(field)
            if part is not None and part != node:
                return last_name(text_of(part.child_by_field_name("name") or part)[:200])
        around, levels = around.parent, levels + 1
    return ""


_READERS: dict[str, Callable[[Node], Iterator[Item]]] = {
    **dict.fromkeys(_CALLS, _call),
    **dict.fromkeys(_NAMED_VALUES, _named_value),
    **dict.fromkeys(_DEFAULTS, _default),
    **dict.fromkeys(_ASSIGNMENTS, _assignment),
    **dict.fromkeys(_PATTERNS, _pattern),
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_MARKS, _mark),
    "identifier": _bare_name,
    "shorthand_property_identifier": _shorthand,
    "argument": _argument,
    "delete_statement": _deletion,
    "unset_statement": _deletion,
    "unary_expression": _deletion,
}
