"""New code without the protection that its siblings carry.

Siblings stand in the same class, module or ``switch`` and have the same shape (see :mod:`workers.checks.guards.peers`).
At least three of them, and three of four, must carry a protection of one topic before a new one is asked about it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from bot.knowledge.protection import parts
from bot.model import ChangedFile
from workers.checks.guards import grammar, marks
from workers.checks.guards.marks import AUTHORISATION, Mark
from workers.checks.guards.model import Compared, How, Loss, Operation
from workers.checks.guards.model import Protection as Carried
from workers.checks.guards.peers import Peer, Sort, called_name, peers
from bot.model import Side
from workers.reading.syntax import text_of

LEAST = 3
"""Siblings that must carry a protection."""
SHARE = 0.75
"""Of all siblings."""
MOST = 60
"""Siblings that are read."""
_MOSTLY = 0.6
"""Of the lines of a new peer, that are new: a closing bracket may be that of what stood before it."""
MOST_NEW = 12
"""New peers of one file that are asked about; a change with more builds something of its own."""

_PUBLIC = frozenset(
    "login logout signin signout signup register registration health healthz ping pong ready live liveness status version"
    " callback webhook webhooks hook forgot forgotten recover confirm verify home about robots favicon error errors not"
    " notfound oauth sso saml token authenticate auth public anonymous captcha csrf unsubscribe landing help docs openapi"
    " swagger metrics password".split()
)
"""Words of handlers that anybody may call by their nature."""
_OPEN = re.compile(
    r"(?i)allow_?any|allow_?anonymous|permit_?all|\w*_?exempt|skip_?(?:auth|before|login)\w*|no_?auth\w*|without_?auth\w*|(?-i:public_|Public)\w+|anonymous\w*"
    r"|unauthenticated\w*|unprotected\w*"
)
"""Names by which code says itself that it is open to all."""


@dataclass(frozen=True, slots=True)
class _Carrier:
    peer: Peer
    marks: Sequence[Mark]


def losses(change: Compared) -> Iterator[Loss]:
    """A loss for every new peer and topic that its siblings have and it has not."""
    paired: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for pair in change.pairs:
        paired[pair.head.path].add((pair.head.name, pair.head.line))
    for sides in change.sides:
        if sides.base is not None and sides.head is not None:
            yield from _of_file(sides.file, paired[sides.file.path])


def _of_file(file: ChangedFile, paired: set[tuple[str, int]]) -> Iterator[Loss]:
    added = file.added_lines
    if file.language not in grammar.GRAMMARS or not file.base_text or not file.head_text or not added:
        return
    every = peers(grammar.parse(file.language, file.head_text))
    touched = [peer for peer in every if peer.line in added]
    if not touched or len(touched) > MOST_NEW:
        return
    before = frozenset((peer.sort, peer.name) for peer in peers(grammar.parse(file.language, file.base_text)))
    stood: dict[str, list[Peer]] = defaultdict(list)
    for peer in every:
        if peer.line not in added:
            stood[peer.group].append(peer)
    for peer in touched:
        if len(stood[peer.group]) >= LEAST and _is_new(peer, added, before, paired):
            yield from _missing(peer, stood[peer.group][:MOST], file, every)


def _is_new(peer: Peer, added: frozenset[int], before: frozenset[tuple[Sort, str]], paired: set[tuple[str, int]]) -> bool:
    """Whether a peer came with the change: nearly all of its lines are new, and it was not there under any name."""
    lines = range(peer.first_line, peer.end_line + 1)
    if peer.line not in added or sum(line in added for line in lines) < _MOSTLY * len(lines):
        return False
    if (peer.sort, peer.name) in before:
        return False
    return peer.sort in (Sort.ROUTE, Sort.CASE) or not any(
        name == peer.scope and line in lines for name, line in paired
    )


def _missing(peer: Peer, siblings: Sequence[Peer], file: ChangedFile, every: Sequence[Peer]) -> Iterator[Loss]:
    if _is_trivial(peer) or _is_helper(peer, file):
        return
    own = marks.of_text(peer.node, peer.language)
    names = frozenset(_identifiers(peer.node))
    if any(_OPEN.match(name) for name in names):
        return
    of_siblings = [(item, marks.marks(item)) for item in siblings]
    for topic in _shared_topics(of_siblings):
        if topic in own or (topic == AUTHORISATION and parts(peer.name) & _PUBLIC):
            continue
        carriers = [_Carrier(item, [mark for mark in found if mark.topic == topic]) for item, found in of_siblings]
        carriers = [item for item in carriers if item.marks]
        if _reaches(names, topic, carriers, every, peer):
            continue
        if marks.reads(peer) and all(marks.writes(item.peer) for item in carriers):
            continue
        yield _loss(peer, topic, carriers, len(siblings), file)
    yield from _unowned(peer, siblings, file)


def _shared_topics(siblings: Sequence[tuple[Peer, Sequence[Mark]]]) -> list[str]:
    """The topics that three of four siblings have, with one name that half of them have."""
    having: Counter[str] = Counter()
    tokens: Counter[tuple[str, str]] = Counter()
    for _, found in siblings:
        having.update({mark.topic for mark in found})
        tokens.update({(mark.topic, mark.token) for mark in found})
    most: Counter[str] = Counter()
    for (topic, _), count in tokens.items():
        most[topic] = max(most[topic], count)
    return [
        topic
        for topic, count in having.items()
        if count >= max(LEAST, SHARE * len(siblings)) and most[topic] >= max(LEAST, len(siblings) / 2)
    ]


def _reaches(names: frozenset[str], topic: str, carriers: Sequence[_Carrier], every: Sequence[Peer], peer: Peer) -> bool:
    """Whether a peer calls a sibling that carries the protection, or anything of the file that has it."""
    if names & ({item.peer.name for item in carriers} - {peer.name}):
        return True
    if "super" in names or (peer.language == "php" and "parent" in names):
        return True
    called = [item for item in every if item.name in names and item.node != peer.node]
    return any(topic in marks.of_text(item.node, item.language) for item in called)


def _identifiers(node: Node) -> Iterator[str]:
    return (text_of(leaf) for leaf in grammar.walk(node) if not leaf.child_count and re.match(r"[\w$@!?]+$", text_of(leaf)))


def _is_trivial(peer: Peer) -> bool:
    """Whether a peer calls nothing."""
    if peer.sort in (Sort.ROUTE, Sort.CLASS, Sort.ENTRY):
        return False
    spoken = grammar.GRAMMARS[peer.language]
    body = peer.node
    if body.type == "decorated_definition":
        body = body.child_by_field_name("definition") or body
    body = body.child_by_field_name("body") or body
    return not any(node.type in spoken.calls for node in grammar.walk(body))


def _is_helper(peer: Peer, file: ChangedFile) -> bool:
    """Whether other code of the file calls it: what calls it is asked, not it."""
    if peer.sort in (Sort.ROUTE, Sort.CASE, Sort.CLASS):
        return False
    return bool(re.search(rf"(?<!def )(?<!func )(?<!function )(?<![\w$]){re.escape(peer.name)}\(", _without(peer, file.head_text or "")))


def _without(peer: Peer, text: str) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: peer.first_line - 1] + lines[peer.end_line :])


def _unowned(peer: Peer, siblings: Sequence[Peer], file: ChangedFile) -> Iterator[Loss]:
    """New look-ups by a key alone, where the siblings ask for the owner too."""
    asked = [(item, *marks.queries(item)) for item in siblings]
    querying = [(item, owned) for item, owned, other in asked if owned or other]
    owning = [(item, owned) for item, owned in querying if owned]
    if len(owning) < max(LEAST, SHARE * len(querying)):
        return
    owned, other = marks.queries(peer)
    if owned or not other:
        return
    carriers = [
        _Carrier(item, [Mark(marks.OWNER, "", Carried(marks.Way.DECLARES, _flat(calls[0]), _row(calls[0]), _row(calls[0])))])
        for item, calls in owning
    ]
    yield _loss(peer, marks.OWNER, carriers, len(querying), file, other[0])


def _loss(
    peer: Peer, topic: str, carriers: Sequence[_Carrier], siblings: int, file: ChangedFile, at: Node | None = None
) -> Loss:
    nearest = min(carriers, key=lambda item: (abs(item.peer.line - peer.line), item.peer.line))
    return Loss(
        how=How.MISSING,
        protection=nearest.marks[0].protection,
        base=file,
        scope=nearest.peer.scope,
        head=file,
        head_scope=peer.scope,
        side=Side.HEAD,
        line=_row(at) if at is not None else peer.line,
        operations=tuple(_operations(peer, at)),
        siblings=tuple(item.peer.name for item in carriers),
        kind=f"{topic}-{peer.sort.value}",
        notes={
            "siblings": ", ".join(f"{item.peer.name} (line {item.peer.line})" for item in carriers[:8]),
            "share": f"{len(carriers)} of {siblings}",
            "new": peer.name,
        },
    )


def _operations(peer: Peer, at: Node | None) -> Iterator[Operation]:
    spoken = grammar.GRAMMARS[peer.language]
    calls = [at] if at is not None else [node for node in grammar.walk(peer.node) if node.type in spoken.calls][:200]
    changing = [node for node in calls if parts(called_name(node)) & marks.WRITING]
    for node in [*changing, *calls][:1]:
        yield Operation(_flat(node), _row(node), int(node.end_point.row) + 1, (called_name(node),))


def _row(node: Node) -> int:
    return int(node.start_point.row) + 1


def _flat(node: Node) -> str:
    return " ".join(text_of(node).split())[:300]
