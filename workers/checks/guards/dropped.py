"""Steps that a definition no longer takes, though the rest of it is there.

``user.permissions.admin = false`` before a new user is saved, ``reply.headers.pop("Location")``, ``patch_sockets()``:
such statements protect by happening, whatever they are called. A step counts where nothing in its definition does the
like now; what it was for is told by its words, by the comment that went with it, and by the helper that went with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.model import ChangedFile, Side
from workers.checks.guards.model import Compared, How, Loss, Operation, Pair, Protection, Way

_ASSIGNMENT = re.compile(r"^[\w$@.\->\[\]\"':]{1,80}?\s*(?:[|&+-]?=|:=|\?\?=|\|\|=)(?![=>~])\s*")
_INTO = re.compile(r"[.\[@]|->")
"""Of the left side of an assignment: it goes into an object, and not only into a variable."""
_CONSTANT = re.compile(
    r"(?i)^(?:-?\d[\d_.]*|true|false|none|nil|null|undefined|\"[^\"]{0,40}\"|\[\]|\{\}|[A-Z][A-Z0-9_]+)$"
)
_HOOK = re.compile(r"(?:^|\.)before_(?:app_)?request\b")
"""Decorators by which a function stands in front of all handlers."""
_TOLD = re.compile(
    r"(?i)^(?:self\.|this\.|\$this->|\w+\.)?_?(?:log\w*|warn\w*|debug|info|error|trace|print\w*|puts|echo|console|fmt|assert\w*|super|wait|sleep)\b"
)
"""Statements that only say something."""
_LONGEST = 300
_MOST_REACHED = 8


def losses(change: Compared) -> Iterator[Loss]:
    """Every step of a base definition that its head has no more."""
    bases = {sides.base.path: sides.file for sides in change.sides if sides.base is not None}
    heads = {sides.head.path: sides.file for sides in change.sides if sides.head is not None}
    new = Counter(operation.text for pair in change.pairs for operation in pair.head.operations)
    gone = _gone(change)
    for pair in change.pairs:
        if pair.base.is_read and pair.head.is_read:
            yield from _of_pair(pair, bases[pair.base.path], heads[pair.head.path], new, gone)
    yield from _hooks(change)


def _hooks(change: Compared) -> Iterator[Loss]:
    """The functions that a framework called before every handler, and that are there no more."""
    paired = {id(pair.base) for pair in change.pairs}
    now = {
        one.text for sides in change.sides if sides.head for item in sides.head.definitions for one in item.protections
    }
    for sides in change.sides:
        if sides.base is None or sides.head is None or len(sides.head.definitions) < 2:
            continue
        for item in sides.base.definitions:
            hook = next((one for one in item.protections if _HOOK.search(one.text)), None)
            if hook is not None and id(item) not in paired and hook.text not in now:
                text = f"{hook.text} {item.simple_name}"
                one = Protection(Way.WRAPS, text, hook.line, item.line, name=item.simple_name, owner="hook")
                yield Loss(How.GONE, one, sides.file, item.name, sides.file, "", Side.BASE, item.line, kind="hook")


def _of_pair(
    pair: Pair, base: ChangedFile, head: ChangedFile, new: Counter[str], gone: frozenset[str]
) -> Iterator[Loss]:
    left = {_what(operation) for operation in pair.head.operations}
    later = {operation.text: operation for operation in pair.head.operations}
    removed = base.removed_lines
    for operation in pair.base.operations:
        if operation.line not in removed or new[operation.text] or len(operation.text) > _LONGEST:
            continue
        kind = _kind(operation, gone)
        if not kind or _what(operation) in left:
            continue
        after = [item for item in pair.base.operations if item.line > operation.end_line and item.text in later]
        if not after and not pair.head.operations:
            continue
        name = operation.calls[0] if operation.calls else _what(operation)
        step = Protection(Way.ACTS, operation.text, operation.line, operation.end_line, name=name)
        reached = tuple(later[item.text] for item in after[:_MOST_REACHED])
        yield Loss(
            how=How.GONE,
            protection=step,
            base=base,
            scope=pair.base.name,
            head=head,
            head_scope=pair.head.name,
            side=Side.BASE,
            line=operation.line,
            operations=reached,
            kind=kind,
        )


def _gone(change: Compared) -> frozenset[str]:
    """The names of definitions that the change takes away."""
    paired = {id(pair.base) for pair in change.pairs}
    left = {item.simple_name for sides in change.sides if sides.head for item in sides.head.definitions}
    return frozenset(
        item.simple_name
        for sides in change.sides
        if sides.base
        for item in sides.base.definitions
        if id(item) not in paired and item.simple_name and item.simple_name not in left
    )


def _kind(operation: Operation, gone: frozenset[str]) -> str:
    """``helper``: it calls what the change takes away; ``constant``: it puts a constant into an object; ``call``: it
    calls for the effect alone; empty for what only keeps or tells something."""
    text = operation.text
    if _TOLD.match(text) or text.startswith(("return", "raise", "throw", "yield")):
        return ""
    if gone.intersection(operation.calls):
        return "helper"
    assigned = _ASSIGNMENT.match(text)
    if assigned is None:
        return "call" if operation.calls else ""
    into = bool(_INTO.search(assigned.group().lstrip("@$")))
    if _CONSTANT.match(text[assigned.end() :]):
        return "constant" if into else "local"
    return "value" if into else ""


def _what(operation: Operation) -> str:
    """What a step does, whatever with: the left side of an assignment, or the name of the last call."""
    assigned = _ASSIGNMENT.match(operation.text)
    if assigned is not None:
        return assigned.group().rstrip(" :=|&+-?").lower()
    return operation.text.partition("(")[0].lower()
