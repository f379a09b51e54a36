"""Rust's patterns, types and calls.

A value within ``Some``, ``Ok``, ``Box`` and the like is read as the value; what ``Err`` holds is nobody's result.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, root_of, span_of, text
from workers.flows.program import (
    Argument,
    Assign,
    Call,
    Const,
    Do,
    Expr,
    Field,
    Function,
    Inline,
    Lambda,
    Name,
    Operation,
    Parameter,
    Parts,
    Record,
    Return,
    Same,
    Sequence,
    Statement,
    Throw,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_WRAPS = frozenset(
    "Some Ok Box::new Arc::new Rc::new Mutex::new RwLock::new Cell::new RefCell::new Cow::Borrowed Cow::Owned Pin::new "
    "String::from".split()
)
"""Functions whose result is what they are given."""
_EMPTY_LISTS = frozenset("Vec::new VecDeque::new Vec::with_capacity VecDeque::with_capacity".split())
_EMPTY_TABLES = frozenset("HashMap::new BTreeMap::new HashMap::with_capacity".split())
_KEEPS = frozenset(
    "unwrap expect clone cloned copied to_owned to_string as_str as_ref as_mut as_deref as_bytes as_slice into "
    "into_inner into_iter iter iter_mut borrow borrow_mut to_vec lock unwrap_or_default ok".split()
)
"""Methods whose result is their object, as far as its text goes."""
ENDS = frozenset("panic unreachable todo unimplemented bail".split())
"""Macros that end the function."""
_WRITES = frozenset({"write", "writeln"})
_HOLDERS = frozenset(
    "Box Arc Rc Option Result Cow Mutex RwLock RefCell Pin Json Query Form Path State Data Extension Valid".split()
)
"""Types whose methods are those of their first argument."""
_NUMBER = r"(?:[ui](?:8|16|32|64|128|size)|f32|f64|bool|char|Uuid|NonZero\w{1,10}|Duration|\(\))"
_NUMBERS = re.compile(rf"&?\s?(?:\w+::)?(?:(?:Option|Result)<\s?(?:\w+::)?{_NUMBER}(?:\s?,.*)?>|{_NUMBER})", re.DOTALL)


def is_number(type_: Node | None) -> bool:
    """Whether a value of a type carries nobody's text."""
    return type_ is not None and _NUMBERS.fullmatch(text(type_)[:200]) is not None


def without_text(value: Expr) -> Expr:
    """The value as a number: nothing of a text is left in it."""
    return Operation((0, 0), "is", [value])


def type_name(low: Lowering, node: Node | None) -> str:
    """The name of a type: without its path and arguments, and of what a pointer points to."""
    for _ in range(12):
        if node is None:
            break
        kind, name = node.type, text(child(node, "type") or node)
        if kind in ("reference_type", "pointer_type", "bracketed_type"):
            node = child(node, "type") or first(node)
        elif kind == "generic_type" and name.rpartition("::")[2] in _HOLDERS:
            node = first(child(node, "type_arguments"))
        elif kind == "generic_type":
            node = child(node, "type")
        elif kind in ("scoped_type_identifier", "scoped_identifier"):
            node = child(node, "name")
        elif kind in ("dynamic_type", "abstract_type"):
            node = child(node, "trait")
        else:
            written = text(node)
            return low._owner if written == "Self" else written if written.isidentifier() else ""
    return ""


# Patterns.


def pattern(low: Lowering, node: Node | None) -> Expr:
    """What a pattern gives values to; its constants and paths take nothing."""
    if node is None:
        return Parts((0, 0), [])
    kind, span = node.type, span_of(node)
    if kind in ("identifier", "shorthand_field_identifier"):
        return Name(span, text(node)) if not text(node)[:1].isupper() else Parts(span, [])
    if kind in ("tuple_pattern", "slice_pattern"):
        return _listed(low, node)
    if kind == "tuple_struct_pattern":
        inside = _parts(low, node)[1:]
        if text(child(node, "type")).rpartition("::")[2] in ("Some", "Ok", "Err") and inside:
            return Same(span, inside[0])
        return Record(span, [(str(number), each) for number, each in enumerate(inside)])
    if kind == "struct_pattern":
        return Record(span, [_field_pattern(low, each) for each in low.named(node) if each.type == "field_pattern"])
    if kind in ("match_pattern", "ref_pattern", "mut_pattern", "reference_pattern", "generic_pattern"):
        return Same(span, _read(low, first_pattern(node)))
    if kind in ("captured_pattern", "or_pattern"):
        return Parts(span, [_read(low, each) for each in low.named(node)])
    return Parts(span, [])


def first_pattern(node: Node) -> Node | None:
    """The pattern inside of another one."""
    return next((each for each in node.named_children if each.type not in ("mutable_specifier", "line_comment")), None)


def _read(low: Lowering, node: Node | None) -> Expr:
    """A pattern in a pattern, as deep as the table reads anything."""
    return low.expression(node) if node is not None and node.type != "identifier" else pattern(low, node)


def _parts(low: Lowering, node: Node) -> list[Expr]:
    """The patterns in one, with nothing for ``_``; of what follows on ``..`` nobody knows the numbers."""
    made: list[Expr] = []
    for each in node.children:
        if each.type == "_" or each.type == "remaining_field_pattern":
            made.append(Parts((0, 0), []))
        elif each.is_named and each.type not in low.grammar.ignored:
            made.append(_read(low, each))
    return made


def _listed(low: Lowering, node: Node) -> Expr:
    items = _parts(low, node)
    if any(each.type == "remaining_field_pattern" for each in node.children):
        return Parts(span_of(node), items)
    return Sequence(span_of(node), items)


def _field_pattern(low: Lowering, node: Node) -> tuple[str | None, Expr]:
    named, inner = child(node, "name"), child(node, "pattern")
    return text(named), _read(low, inner if inner is not None else named)


# Functions.


def function(low: Lowering, node: Node, owner: str = "") -> Function:
    """A function or a closure with its parameters and what its types say."""
    made = low.function(node, owner)
    made.parameters = []
    before: list[Statement] = []
    for each in _written(child(node, "parameters")):
        made.parameters.append(_parameter(low, each, before))
    made.body[:0] = before
    made.locals |= {each.name for each in made.parameters if each.name}
    if is_number(child(node, "return_type")):
        _only_numbers(made.body)
    return made


def _written(parameters: Node | None) -> list[Node]:
    """All parameters but the object; ``_`` has no name in the tree."""
    if parameters is None:
        return []
    return [
        each
        for each in parameters.children
        if (each.is_named or each.type == "_") and each.type not in ("self_parameter", "attribute_item")
        if "comment" not in each.type
    ]


def _parameter(low: Lowering, node: Node, before: list[Statement]) -> Parameter:
    inner = child(node, "pattern") if node.type == "parameter" else node
    type_ = child(node, "type") if node.type == "parameter" else None
    if inner is None or not inner.is_named:
        return Parameter(Const(span_of(node), None))
    target = pattern(low, inner)
    if isinstance(target, Name):
        if is_number(type_):
            before.append(Do(Assign((0, 0), Name((0, 0), target.name), Const((0, 0), None), declares=True)))
        return Parameter(target, type=type_name(low, type_))
    # A source may be a tuple that stands within a pattern: it has a name of its own first.
    return Parameter(_renamed(target, before), type=type_name(low, type_))


def _renamed(target: Expr, before: list[Statement]) -> Expr:
    if isinstance(target, Sequence):
        hidden = Name(target.span, f"parameter {target.span[0]}")
        before.append(Do(Assign((0, 0), target, Name((0, 0), hidden.name), declares=True)))
        return hidden
    if isinstance(target, Same):
        return Same(target.span, _renamed(target.value, before))
    if isinstance(target, Record) and len(target.entries) == 1:
        return Record(target.span, [(key, _renamed(each, before)) for key, each in target.entries])
    return target


def _only_numbers(body: list[Statement]) -> None:
    """Makes numbers of all that a function gives out."""
    waiting: list[object] = list(body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, list | tuple):
            waiting += each
            continue
        if isinstance(each, Return) and each.value is not None:
            waiting.append(each.value)
            each.value = without_text(each.value)
            continue
        if isinstance(each, Lambda | Function):
            continue
        for name in getattr(each, "__slots__", ()):
            value = getattr(each, name)
            if name != "span" and not isinstance(value, str | bool | int | float | None):
                waiting.append(value)


# Calls.


def scoped(low: Lowering, node: Node) -> Expr:
    """``Type::name``, or a name of a module: one of this file is looked up by its last name."""
    path, name = child(node, "path"), text(child(node, "name"))
    while path is not None and path.type in ("generic_type", "generic_type_with_turbofish"):
        path = child(path, "type")
    if path is None:
        return Name(span_of(node), name)
    last = text(path).rpartition("::")[2]
    if last in ("self", "super") or last in _modules(low, node):
        return Name(span_of(node), name)
    if last[:1].isupper():
        return Field(span_of(node), Name((0, 0), low._owner if last == "Self" else last), name)
    return Field(span_of(node), Const((0, 0), None), name)


def _modules(low: Lowering, node: Node) -> set[str]:
    """The modules that are written in the file."""
    if "modules" not in low.noted:
        inside = [
            each for each in root_of(node).named_children if each.type == "mod_item" and child(each, "body") is not None
        ]
        low.noted["modules"] = {text(child(each, "name")) for each in inside}
    return low.noted["modules"]


def call(low: Lowering, node: Node) -> Expr:
    """A call, a struct that is made of its parts, or a macro that reads as a call."""
    function_, span = child(node, "function"), span_of(node)
    if function_ is not None and function_.type == "generic_function":
        function_ = child(function_, "function")
    arguments = low.arguments(child(node, "arguments"))
    if function_ is not None and function_.type == "field_expression":
        name = text(child(function_, "field"))
        if name in _KEEPS and (not arguments or name == "expect"):
            return Same(span, low.expression(child(function_, "value")))
    elif function_ is not None:
        special = _special(low, node, function_, arguments)
        if special is not None:
            return special
    return Call(span, low.expression(function_), arguments)


def _special(low: Lowering, node: Node, called: Node, arguments: list[Argument]) -> Expr | None:
    path, span = _path(text(called)), span_of(node)
    last = path[-1]
    name = "::".join(path[-2:])
    if len(arguments) == 1 and (name in _WRAPS or last in ("Some", "Ok")):
        return Same(span, arguments[0].value)
    if last == "Err":
        return Inline(span, [Do(each.value) for each in arguments])
    if name in _EMPTY_LISTS:
        return Sequence(span, [])
    if name in _EMPTY_TABLES:
        return Record(span, [])
    if len(path) == 1 and last in ENDS:
        return Inline(span, [*(Do(each.value) for each in arguments), Throw(None)])
    if len(path) == 1 and last in _WRITES and len(arguments) > 1:
        return Assign(span, arguments[0].value, Parts((0, 0), [each.value for each in arguments[1:]]), adds=True)
    if last[:1].isupper() and (len(last) == 1 or not last.isupper()):
        return _made(low, span, path, [each.value for each in arguments])
    return None


def _made(low: Lowering, span: tuple[int, int], path: list[str], values: list[Expr]) -> Expr:
    """A struct of parts without names; one of a single part is read as that, too."""
    owner = path[-2] if len(path) > 1 and path[-2][:1].isupper() else path[-1]
    entries: list[tuple[str | None, Expr]] = [(str(number), each) for number, each in enumerate(values)]
    if len(values) == 1:
        hidden = Name((0, 0), f"part {span[0]}")
        low.declare(hidden)
        entries = [("0", Assign((0, 0), hidden, values[0], declares=True)), (None, hidden)]
    return Record(span, entries, of=low._owner if owner == "Self" else owner)


_ARGUMENTS = re.compile(r"(?:::)?<[^<>]{0,200}>")


def _path(written: str) -> list[str]:
    """``Vec::<u8>::new`` as ``Vec``, ``new``."""
    plain = written[:400]
    while (shorter := _ARGUMENTS.sub("", plain)) != plain:
        plain = shorter
    return [each.strip() for each in plain.split("::") if each.strip()] or [""]


VALUES = (
    "block unsafe_block async_block const_block gen_block try_block if_expression match_expression loop_expression "
    "while_expression for_expression return_expression break_expression continue_expression"
)
PATTERNS = (
    "tuple_pattern slice_pattern tuple_struct_pattern struct_pattern match_pattern ref_pattern mut_pattern "
    "reference_pattern generic_pattern captured_pattern or_pattern shorthand_field_identifier range_pattern"
)
TYPES = (
    "type_identifier primitive_type generic_type reference_type pointer_type array_type tuple_type function_type "
    "unit_type never_type dynamic_type abstract_type bracketed_type qualified_type scoped_type_identifier "
    "type_arguments type_parameters where_clause lifetime"
)
