"""New code without the protection that its siblings carry.

Siblings stand in the same class, module or ``switch`` and have the same shape (see :mod:`workers.checks.guards.peers`).
At least three of them, and three of four, must carry a protection of one topic before a new one is asked about it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.protection import parts
from bot.model import ChangedFile, Side, split_lines
from workers.checks.guards import flow, grammar, marks
from workers.checks.guards.marks import AUTHORISATION, CHECK, CSRF, ESCAPE, OWNER, Mark
from workers.checks.guards.model import Code, Compared, Definition, How, Loss, Operation, Protection, Way
from workers.checks.guards.peers import Peer, Sort, peers, wrappers
from workers.checks.guards.routing import covers, of_route

LEAST = 3
"""Siblings that must carry a protection."""
SHARE = 0.75
"""Of all siblings."""
MOST = 60
"""Siblings that are read."""
MOST_NEW = 12
"""New peers of one file that are asked about; a change with more builds something of its own."""
_MOSTLY = 0.6
"""Of the lines of a new peer, that are new: a closing bracket may be that of what stood before it."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A peer with what protects it."""

    peer: Peer
    scope: str
    text: str
    operations: tuple[Operation, ...]
    marks: tuple[Mark, ...]

    def of(self, topic: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.topic == topic]


@dataclass(frozen=True, slots=True)
class _Place:
    """A new peer among its siblings."""

    file: ChangedFile
    new: _Read
    siblings: Sequence[_Read]
    others: Sequence[Peer]
    """All peers of the file."""


def losses(change: Compared) -> Iterator[Loss]:
    """A loss for every new peer and topic that its siblings have and it has not."""
    paired: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for pair in change.pairs:
        paired[pair.head.path].add((pair.head.name, pair.head.line))
    for sides in change.sides:
        if sides.base is not None and sides.head is not None and sides.file.base_text and sides.file.head_text:
            yield from _of_file(sides.file, sides.head, paired[sides.file.path])


def _of_file(file: ChangedFile, head: Code, paired: set[tuple[str, int]]) -> Iterator[Loss]:
    for place in _places(file, head, paired):
        if _is_trivial(place.new) or _is_called_here(place) or _says_open(place.new):
            continue
        yield from _unprotected(place)
        yield from _unowned(place)


def _places(file: ChangedFile, head: Code, paired: set[tuple[str, int]]) -> Iterator[_Place]:
    """The new peers of a file that have siblings enough."""
    added = file.added_lines
    if file.language not in grammar.GRAMMARS or not added:
        return
    parsed = grammar.parse(file.language, file.head_text or "")
    touched = peers(parsed, added)
    if not touched or len(touched) > MOST_NEW:
        return
    before = frozenset((peer.sort, peer.name) for peer in peers(grammar.parse(file.language, file.base_text or "")))
    fresh = [peer for peer in touched if (peer.sort, peer.name) not in before and _is_new(peer, added, paired)]
    if not fresh:
        return
    every = peers(parsed)
    stood: dict[str, list[Peer]] = defaultdict(list)
    for peer in every:
        if peer.line not in added:
            stood[peer.group].append(peer)
    fresh = [peer for peer in fresh if len(stood[peer.group]) >= LEAST]
    wanted = [*fresh, *(item for group in dict.fromkeys(peer.group for peer in fresh) for item in stood[group][:MOST])]
    read = _read(wanted, file, head)
    for peer in fresh:
        yield _Place(file, read[peer], [read[item] for item in stood[peer.group][:MOST]], every)


def _is_new(peer: Peer, added: frozenset[int], paired: set[tuple[str, int]]) -> bool:
    """Whether a peer came with the change: most of its lines are new, and it stood nowhere under another name."""
    lines = range(peer.first_line, peer.end_line + 1)
    if sum(line in added for line in lines) < _MOSTLY * len(lines):
        return False
    is_part = peer.sort in (Sort.ROUTE, Sort.CASE, Sort.ENTRY)
    return is_part or not any(name.endswith(peer.name) and line in lines for name, line in paired)


# What protects a peer


def _read(wanted: Sequence[Peer], file: ChangedFile, head: Code) -> Mapping[Peer, _Read]:
    homes = {peer: _home(peer, head) for peer in wanted}
    classes = {name.rpartition(".")[0] for name in homes.values() if name} if file.language == "ruby" else set()
    names = {*homes.values(), *classes}
    known: dict[str, list[Definition]] = defaultdict(list)
    for definition in flow.read_definitions(file, Side.HEAD, names):
        known[definition.name].append(definition)
    return {peer: _read_one(peer, homes[peer], known) for peer in wanted}


def _home(peer: Peer, head: Code) -> str:
    """The name of the innermost definition around the first line of a peer: itself, where it is one."""
    around = [item for item in head.definitions if item.name and item.line <= peer.line <= item.end_line]
    return min(around, key=lambda item: item.end_line - item.line).name if around else ""


def _read_one(peer: Peer, home: str, known: Mapping[str, Sequence[Definition]]) -> _Read:
    lines = range(peer.first_line, peer.end_line + 1)
    definition = next((item for item in known[home] if item.line <= peer.line <= item.end_line), None)
    inside = [item for item in definition.operations if item.line in lines] if definition is not None else []
    found = [item for operation in inside for item in operation.protections if item.line in lines]
    is_whole = peer.sort not in (Sort.ROUTE, Sort.CASE, Sort.ENTRY)
    if definition is not None and is_whole:
        found = [*definition.protections, *found]
        found += _standing(known.get(home.rpartition(".")[0], ()), peer)
    if peer.sort is Sort.ROUTE:
        found = [*of_route(peer.node, grammar.GRAMMARS[peer.language]), *found]
    found += [Protection(Way.WRAPS, name, peer.line, peer.line, name=name) for name in _around(peer)]
    return _Read(peer, home, peer.text, tuple(inside), tuple(marks.marks(found, inside)))


def _around(peer: Peer) -> Iterable[str]:
    return wrappers(peer) if peer.sort is Sort.ENTRY else ()


_NAME = re.compile(r"[\w$]+[!?]?")
_QUOTED = re.compile(r"\"(?:(?:[^\"\\\n]|\\.){0,400}\")?|'(?:(?:[^'\\\n]|\\.){0,400}')?")


def _standing(classes: Sequence[Definition], peer: Peer) -> Iterator[Protection]:
    """The filters of a controller in Ruby that name this action: ``before_action :sign_in, only: [:edit, :update]``."""
    for protection in (item for found in classes for item in found.protections):
        if protection.owner.startswith(("before_", "prepend_before")) and covers(protection, peer.name):
            yield protection


# What is missing


def _unprotected(place: _Place) -> Iterator[Loss]:
    own = marks.topics_in(place.new.text) | {mark.topic for mark in place.new.marks}
    names = frozenset(_NAME.findall(_QUOTED.sub("", place.new.text)))
    told: set[str] = set()
    for topic, shared in _shared(place.siblings):
        if topic in own - {CHECK, ESCAPE} or shared & names or (topic in told and topic != CHECK):
            continue
        if topic in (AUTHORISATION, CHECK) and parts(place.new.peer.name) & marks.PUBLIC:
            continue
        carriers = [(item, item.of(topic)) for item in place.siblings if item.of(topic)]
        if shared:
            carriers = [(item, [mark for mark in found if mark.name in shared] or found) for item, found in carriers]
        if topic == CHECK and (told or AUTHORISATION in own):
            continue
        if _reaches(place, names, topic, shared, [item for item, _ in carriers]):
            continue
        if marks.reads(place.new.peer.name) and all(marks.writes(item.peer.name) for item, _ in carriers):
            continue
        told.add(topic)
        yield _loss(place, topic, [(item, found[0].protection) for item, found in carriers], len(place.siblings))


def _shared(siblings: Sequence[_Read]) -> Iterator[tuple[str, frozenset[str]]]:
    """The topics that three of four siblings have, each with the names that they share.

    Of authorisation half of the siblings must share a name, for the others may ask for another right; of all other
    topics three of four.
    """
    having: Counter[tuple[str, str]] = Counter((mark.topic, mark.name) for item in siblings for mark in item.marks)
    topics: Counter[str] = Counter(topic for item in siblings for topic in {mark.topic for mark in item.marks})
    for topic in sorted(topics):
        if topics[topic] < max(LEAST, SHARE * len(siblings)):
            continue
        share = 0.5 if topic in (AUTHORISATION, CSRF) else SHARE
        names = {
            name for (of, name), count in having.items() if of == topic and count >= max(LEAST, share * len(siblings))
        }
        if names:
            yield topic, frozenset(names)


def _reaches(
    place: _Place, names: frozenset[str], topic: str, shared: frozenset[str], carriers: Sequence[_Read]
) -> bool:
    """Whether a peer calls a sibling that carries the protection, its base class, or what else has it in the file."""
    peer = place.new.peer
    if "super" in names or re.search(r"\bparent::", place.new.text):
        return True
    if names & ({item.peer.name for item in carriers} - {peer.name}):
        return True
    called = (item for item in place.others if item.name in names and item.node != peer.node)
    return any(topic in marks.topics_in(item.text) or shared & set(_NAME.findall(item.text)) for item in called)


def _unowned(place: _Place) -> Iterator[Loss]:
    """A new look-up by a key alone, where the siblings ask for the owner too."""
    asked = [(item, *marks.look_ups(item.operations)) for item in place.siblings]
    carriers = [(item, owned[0]) for item, owned, other in asked if owned and not other]
    asking = sum(bool(owned or other) for _, owned, other in asked)
    owned, other = marks.look_ups(place.new.operations)
    if owned or not other or len(carriers) < max(LEAST, SHARE * asking):
        return
    found = [(item, Protection(Way.DECLARES, at.text, at.line, at.end_line)) for item, at in carriers]
    yield _loss(place, OWNER, found, asking, other[0])


def _is_trivial(read: _Read) -> bool:
    """Whether a peer calls nothing."""
    return read.peer.sort in (Sort.HANDLER, Sort.METHOD, Sort.FUNCTION, Sort.CASE) and not any(
        operation.calls for operation in read.operations
    )


def _is_called_here(place: _Place) -> bool:
    """Whether other code of the file calls it: then its callers are asked, and not it."""
    peer = place.new.peer
    if peer.sort in (Sort.ROUTE, Sort.CASE, Sort.CLASS):
        return False
    lines = split_lines(place.file.head_text or "")
    rest = "\n".join([*lines[: peer.first_line - 1], *lines[peer.end_line :]])
    return bool(re.search(rf"(?<![\w$]){re.escape(peer.name)}\(", rest))


def _says_open(read: _Read) -> bool:
    return any(marks.OPEN.match(name) for name in re.findall(r"\w+", read.text))


def _loss(
    place: _Place, topic: str, carriers: Sequence[tuple[_Read, Protection]], siblings: int, at: Operation | None = None
) -> Loss:
    new = place.new
    nearest, protection = min(carriers, key=lambda item: (abs(item[0].peer.line - new.peer.line), item[0].peer.line))
    return Loss(
        how=How.MISSING,
        protection=protection,
        base=place.file,
        scope=nearest.scope,
        head=place.file,
        head_scope=new.scope,
        side=Side.HEAD,
        line=at.line if at is not None else new.peer.line,
        operations=(at,) if at is not None else new.operations[:3],
        siblings=tuple(item.peer.name for item, _ in carriers),
        kind=f"{topic}-{new.peer.sort.value}",
        notes={
            "siblings": ", ".join(f"{item.peer.name} (line {item.peer.line})" for item, _ in carriers[:8]),
            "share": f"{len(carriers)} of {siblings}",
            "new": new.peer.name,
        },
    )
