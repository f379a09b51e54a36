"""Values that are used without the function that made them harmless.

Compared are the two forms of each edited statement: ``echo htmlspecialchars($x)`` and ``echo $x``. Besides, a statement
whose work was to clean a variable in place may be gone, and a call that cleans may do less (``ENT_QUOTES`` dropped).
The functions that are known to clean are the table of :mod:`cleaners`; what is taken off a value that stays in its
place is told for any other function, too, under a kind of its own: the name decides nothing there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from bot.model import Side
from workers.checks.guards import cleaners, invocations
from workers.checks.guards.invocations import Invocation
from workers.checks.guards.model import Compared, How, Loss, Operation, Protection, Way
from workers.checks.guards.statements import Edited, Statement, compact, edited, likeness
from workers.reading.syntax import text_of

_LEAST_KNOWN = 0.45
_LEAST_UNKNOWN = 0.75
"""How alike a statement without the call must be to its counterpart, of a known and of an unknown function."""
_LONGEST = 300
_MOST_USES = 40
_LITERAL = re.compile(
    r"""^(?:['"`/].*|[-+]?[\d.][\w.]*|[tT]rue|[fF]alse|nil|null|NULL|None|undefined|self|this|[A-Z][A-Z0-9_]*)$""",
    re.DOTALL,
)
_CONSTANT = re.compile(r"^[A-Z][A-Z0-9_]*$")
_NAME = re.compile(r"\w+")
_ROOT = re.compile(r"\$?[A-Za-z_]\w*")
_LOGIC = re.compile(
    r"^(?:not_operator|boolean_operator|comparison_operator|parenthesized\w*|unary\w*|binary\w*|logical\w*)$"
)
_BRANCH = re.compile(r"if|elif|unless|while|elsif|conditional|ternary|assert")
_ASSIGNED = frozenset(
    "assignment assignment_expression assignment_statement variable_declarator short_var_declaration "
    "augmented_assignment operator_assignment".split()
)


def losses(change: Compared) -> Iterable[Loss]:
    """What a value lost on its way, in order of the definitions."""
    found = list(edited(change))
    balance: Counter[str] = Counter()
    for one in found:
        for statement in one.after:
            balance.update(statement.words)
        for statement in one.before:
            balance.subtract(statement.words)
    for one in found:
        for loss in losses_in(one):
            cleans_less = loss.became is not None and loss.became.name == loss.protection.name
            if cleans_less or balance[_word(loss.protection.name)] < 0:  # else it moved within the change
                yield loss


def losses_in(one: Edited) -> Iterator[Loss]:
    """Those of one definition, also what another definition does instead."""
    told: set[tuple[str, int]] = set()
    names: set[str] = set()
    for before, after in one.counterparts:
        for loss in (*_unwrapped(one, before, after), *_weaker(one, before, after), *_renamed(one, before, after)):
            if (loss.protection.text, loss.line) not in told:
                told.add((loss.protection.text, loss.line))
                names.add(loss.protection.name)
                yield loss
    yield from _gone(one, names)


# A call is taken off a value that stays.


def _unwrapped(one: Edited, before: Statement, after: Statement) -> Iterator[Loss]:
    for call in invocations.invocations(before.node):
        row = _row_of(call)
        if row is not None and row.kind == "escape" and _TEXT_SINK.search(after.text):
            continue
        if row is None and (cleaners.is_no_cleaner(call.name) or _is_asked(call.node, before.node)):
            continue
        for value in _variables(call):
            bare = _bare(call, value, before, after)
            if not bare or not _stays(call, value, before, after, row is not None):
                continue
            found, instead = _place(call, bare, before, after, row is not None)
            if instead is not None:
                is_equal = row is None or _row_of(instead) is not None
                if is_equal and not cleaners.is_raw(instead.name):
                    break
            if _is_elsewhere(one, call):
                break
            kind = _kind(call, row)
            yield _loss(one, call, kind, found, before, after, instead)
            break


def _is_asked(node: Node, top: Node) -> bool:
    """Whether what a call answers is only asked for: ``if can_read(x)``. It cleans nothing then."""
    while node.parent is not None and node.id != top.id:
        node = node.parent
        if not _LOGIC.search(node.type):
            return False
    return node.parent is not None and bool(_BRANCH.search(node.parent.type)) and not node.type.endswith("assignment")


_DELETES_LETTERS = re.compile(r"\bdelete\(? ?[\"'][^\"'/]{1,8}[\"']\)?$")
"""``name.delete("\\0")``; what else is deleted is no text."""
_TEXT_SINK = re.compile(r"\.(?:textContent|innerText)\s*\+?=|createTextNode\(")
"""The browser reads no markup there."""


def _row_of(call: Invocation) -> cleaners.Cleaner | None:
    receiver = text_of(call.receiver) if call.receiver is not None else ""
    if call.name == "delete" and not _DELETES_LETTERS.search(text_of(call.node)[-_LONGEST:]):
        return None
    return cleaners.cleaner(call.name, receiver if len(receiver) < 60 else "")


def _kind(call: Invocation, row: cleaners.Cleaner | None) -> str:
    if row is not None:
        return row.kind
    inner = (cleaners.cleaner(each.name) for each in invocations.invocations(call.node) if each.node.id != call.node.id)
    return next((each.kind for each in inner if each is not None), "unwrapped")


def _variables(call: Invocation) -> Iterator[Node]:
    """The values of a call that are no constants."""
    for value in call.values:
        text = compact(text_of(value))
        if 0 < len(text) <= _LONGEST and not _LITERAL.match(text) and value.type != "keyword_argument":
            yield value


def _place(
    call: Invocation, bare: list[Node], before: Statement, after: Statement, is_known: bool
) -> tuple[Node, Invocation | None]:
    """The use that is told, and the call that stands around it now: of a known function a use without any."""
    places = [(found, _instead(call, found, before, after)) for found in bare]
    return next((row for row in places if (row[1] is None) == is_known), places[0])


def _bare(call: Invocation, value: Node, before: Statement, after: Statement) -> list[Node]:
    """Where the head's statement uses the value outside such a call and the base's does not."""
    text = compact(text_of(value))
    if text not in after.parts:
        return []
    new = _outside(after, text, call.name)
    return new if len(new) > len(_outside(before, text, call.name)) else []


def _outside(statement: Statement, text: str, name: str) -> list[Node]:
    found = []
    for node in statement.parts.get(text, ())[:_MOST_USES]:
        if not invocations.is_free(node):
            continue
        if all(each.name != name for each in invocations.around(node, statement.node)):
            found.append(node)
    return found


def _stays(call: Invocation, value: Node, before: Statement, after: Statement, is_known: bool) -> bool:
    """Whether the statement without the call is the head's statement, more or less."""
    bare = before.tokens - Statement(call.node, 0).tokens + Statement(value, 0).tokens
    return likeness(bare, after.tokens) >= (_LEAST_KNOWN if is_known else _LEAST_UNKNOWN)


def _instead(call: Invocation, found: Node, before: Statement, after: Statement) -> Invocation | None:
    """The call that stands around the value now and did not before."""
    old = {each.name for each in invocations.around(call.node, before.node)}
    for each in invocations.around(found, after.node):
        if each.name not in old and cleaners.key(each.name) not in cleaners.NO_CLEANER:
            return each
    return None


def _is_elsewhere(one: Edited, call: Invocation) -> bool:
    """Whether the head's definition has the call as often as the base's: it moved to another statement."""
    name = _word(call.name)
    if one.head_words[name] < one.base_words[name]:
        return False
    olds = {after: before for before, after in one.counterparts}
    return any(each.words[name] > (olds[each].words[name] if each in olds else 0) for each in one.after)


def _word(name: str) -> str:
    """A name as it stands among the words of a text: ``int`` of ``(int)``."""
    found = _NAME.search(name)
    return found[0] if found is not None else name


# A call cleans less.


def _weaker(one: Edited, before: Statement, after: Statement) -> Iterator[Loss]:
    new = list(invocations.invocations(after.node))
    for call in invocations.invocations(before.node):
        row = _row_of(call)
        if row is None or row.kind in ("filter", "copy", "bound", "number"):
            continue
        same = [each for each in new if each.name == call.name]
        if len(same) != 1 or before.words[_word(call.name)] != 1:
            continue
        old_text, new_text = _arguments(call), _arguments(same[0])
        if old_text == new_text:
            continue
        kind = _weakened(call, same[0], row)
        if kind:
            yield _loss(one, call, kind, same[0].node, before, after, same[0])


def _arguments(call: Invocation) -> str:
    return ", ".join(compact(text_of(each)) for each in call.arguments)


def _weakened(old: Invocation, new: Invocation, row: cleaners.Cleaner) -> str:
    before, after = _arguments(old), _arguments(new)
    strong = Counter(cleaners.STRONG_ARGUMENT.findall(before)) - Counter(cleaners.STRONG_ARGUMENT.findall(after))
    weak = Counter(cleaners.WEAK_ARGUMENT.findall(after)) - Counter(cleaners.WEAK_ARGUMENT.findall(before))
    if strong or weak:
        return f"{row.kind}-argument"
    if row.kind == "replace":
        lost = _literal_of(before) - _literal_of(after)
        gained = _literal_of(after) - _literal_of(before)
        return "replace-pattern" if lost.total() > gained.total() else ""
    kept = [compact(text_of(each)) for each in new.arguments]
    dropped = [each for each in old.arguments if compact(text_of(each)) not in kept]
    if len(new.arguments) < len(old.arguments) and len(dropped) == len(old.arguments) - len(new.arguments):
        return f"{row.kind}-fewer"
    return ""


def _literal_of(arguments: str) -> Counter[str]:
    return Counter("".join(re.findall(r"'[^']*'|\"[^\"]*\"|/[^/]*/\w*|`[^`]*`", arguments)))


# A variable that holds the cleaned value gives way to the value itself.


def _renamed(one: Edited, before: Statement, after: Statement) -> Iterator[Loss]:
    for statement in one.before:
        made = _assigned(statement.node)
        if made is None:
            continue
        target, call = made
        name = compact(text_of(target))
        if name not in before.parts or name in after.parts or before is statement:
            continue
        if one.head_words[_word(name)] or not re.match(r"[$@]?\w+$", name):
            continue
        row = _row_of(call)
        if row is None and cleaners.is_no_cleaner(call.name):
            continue
        for value in _variables(call):
            text = compact(text_of(value))
            if not _outside(after, text, call.name) or _outside(before, text, call.name):
                continue
            bare = before.tokens - Statement(target, 0).tokens + Statement(value, 0).tokens
            if likeness(bare, after.tokens) < _LEAST_UNKNOWN or _is_elsewhere(one, call):
                continue
            found = _outside(after, text, call.name)[-1]
            yield _loss(one, call, row.kind if row is not None else "unwrapped", found, before, after, None)
            break


def _assigned(node: Node) -> tuple[Node, Invocation] | None:
    """The variable that a statement sets, and the call that makes its value."""
    for _ in range(3):
        if node.type in _ASSIGNED:
            target = node.child_by_field_name("left") or node.child_by_field_name("name")
            value = node.child_by_field_name("right") or node.child_by_field_name("value")
            if target is None or value is None:
                return None
            if value.type == "expression_list" and value.named_child_count == 1:
                value = value.named_children[0]
            call = invocations.invocation(value)
            return (target, call) if call is not None else None
        inside = [child for child in node.named_children if child.type not in ("modifiers", "type_identifier")]
        if not inside:
            return None
        node = inside[-1]
    return None


# A statement that cleaned is gone.


def _gone(one: Edited, told: set[str]) -> Iterator[Loss]:
    """The statements that cleaned a variable which the head still names, where the head has the call no more: of kind
    ``…-in-place`` (``x = clean(x)``), ``…-gone``, or ``…-removed`` where what was done with the value went with it."""
    seen = set(told)
    for statement in one.before:
        made = _assigned(statement.node)
        for call in invocations.invocations(statement.node):
            row, name = _row_of(call), _word(call.name)
            is_made = made is not None and made[1].node.id == call.node.id
            is_in_place = made is not None and is_made and _is_own(made[0], call)
            if call.name in seen or (row is None and (not is_in_place or cleaners.is_no_cleaner(call.name))):
                continue
            root = next((found[0] for value in _variables(call) for found in _ROOT.finditer(text_of(value))), "")
            if not root or _CONSTANT.match(root) or not one.head_words[_word(root)]:
                continue
            if one.head_words[name] >= one.base_words[name] or _is_replaced(one, row):
                continue
            if row is not None and row.kind == "escape" and any(_TEXT_SINK.search(each.text) for each in one.after):
                continue
            is_used = is_made or call.node.id == statement.node.id or _is_still_used(one, statement, call, root)
            seen.add(call.name)
            ending = "in-place" if is_in_place else "gone" if is_used else "removed"
            if ending == "removed" and row is not None and row.kind == "mask":
                continue  # what was masked is not told any more either
            kind = f"{row.kind if row is not None else 'unknown'}-{ending}"
            yield _loss(one, call, kind, None, statement, None, None)


def _is_still_used(one: Edited, statement: Statement, call: Invocation, root: str) -> bool:
    """Whether the head goes on with what the call was a part of: new statements name the variable, or the function
    around the call is still called."""
    if any(after.words[_word(root)] for after in one.after if one.is_paired or after.hunk == statement.hunk):
        return True
    outer = next(invocations.invocations(statement.node), call)
    return outer.node.id != call.node.id and one.is_paired and one.head_words[_word(outer.name)] > 0


def _is_replaced(one: Edited, row: cleaners.Cleaner | None) -> bool:
    """Whether a new statement cleans for the same purpose."""
    if row is None:
        return False
    calls = (call for after in one.after for call in invocations.invocations(after.node))
    return any(
        one.head_words[_word(call.name)] > one.base_words[_word(call.name)]
        and (other := _row_of(call)) is not None
        and other.kind == row.kind
        for call in calls
    )


def _is_own(target: Node, call: Invocation) -> bool:
    text = compact(text_of(target))
    return any(compact(text_of(value)) == text for value in call.values)


def _loss(
    one: Edited,
    call: Invocation,
    kind: str,
    found: Node | None,
    before: Statement,
    after: Statement | None,
    instead: Invocation | None,
) -> Loss:
    line = call.node.start_point.row + 1
    text = " ".join(text_of(call.node).split())
    values = [" ".join(text_of(each).split()) for each in call.values]
    variable = next((value for value in values if not _LITERAL.match(value)), "")
    protection = Protection(
        Way.CLEANS,
        text,
        line,
        call.node.end_point.row + 1,
        name=call.name,
        value=variable,
        owner=before.text[:_LONGEST],
    )
    became = None
    if instead is not None:
        became = Protection(
            Way.CLEANS,
            " ".join(text_of(instead.node).split()),
            instead.node.start_point.row + 1,
            instead.node.end_point.row + 1,
            name=instead.name,
        )
    operations = () if after is None else (Operation(after.text[:_LONGEST], after.line, after.end_line),)
    return Loss(
        How.WEAKER if instead is not None else How.GONE,
        protection,
        one.base,
        one.scope,
        one.head,
        one.head_scope,
        Side.HEAD if found is not None else Side.BASE,
        found.start_point.row + 1 if found is not None else line,
        became,
        operations,
        kind=kind,
    )
