"""Which text of a changed file the rules are asked about: its slice, where that says the same of the change.

A slice is made of both sides together (:mod:`workers.slices`), so it needs both, in one language and one dialect, and
a base that answers for the head. Everything else is asked as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from bot.model import ChangedFile, Side
from workers.engine import dataflow
from workers.engine.pack import Pack
from workers.engine.results import FileAnswer, Match, quoting
from workers.reading import readings
from workers.slices import units
from workers.slices.sides import Sides, sliced, touched


def sides_of(file: ChangedFile, pack: Pack) -> Sides | None:
    """What the rules of a pack have to see of a file; ``None`` where it has not two sides that can be compared."""
    texts = _texts(file, pack.language)
    if texts is None:
        return None
    # The engine itself stays inside of each definition.
    flows = pack.language in dataflow.LANGUAGES and pack.concerns(texts, pack.followed)
    return sliced(pack.language, *texts, file.hunks, flows=flows, names=frozenset())


def among(files: Mapping[str, ChangedFile], side: Side) -> dict[str, str]:
    """What of some files has to be seen for flows between them, by their paths; those that are seen whole are left out.

    A slice has what calls, or is called by, what the change touches in another file.
    """
    names = {path: _touched(file) for path, file in files.items() if file.language in dataflow.LANGUAGES}
    seen: dict[str, str] = {}
    if None in names.values():  # somebody may call anything
        return seen
    touching = Counter(name for found in names.values() for name in found or ())
    for path, own in names.items():
        file, texts = files[path], _texts(files[path], files[path].language)
        if texts is not None:
            others = _of_others(touching, own or frozenset(), file.language, texts)
            made = sliced(file.language, *texts, file.hunks, flows=True, names=others)
            if not made.whole:
                seen[path] = made.head if side is Side.HEAD else made.base
    return seen


def _of_others(
    touching: Mapping[bytes, int], own: frozenset[bytes], language: str, texts: tuple[str, str]
) -> frozenset[bytes]:
    """The names that the change touches in other files, as far as the file speaks of them: a union of all others' names
    for each file would cost the square of their number. ``touching``: in how many files the change touches a name."""
    spoken: set[bytes] = set()
    for text in texts:
        found = units.names_of(language, text)
        if found is None:
            return frozenset(touching)
        spoken |= found
    return frozenset(name for name in spoken if touching.get(name, 0) > (name in own))


def _touched(file: ChangedFile) -> frozenset[bytes] | None:
    """The names in what a change touches of a file: all of one that it brings or takes away."""
    both = _texts(file, file.language)
    if both is not None:
        return touched(file.language, *both, file.hunks)
    text = file.head_text if file.base_text is None else file.base_text if file.head_text is None else None
    return units.names_of(file.language, text) if text is not None else None


def text_of(sides: Sides | None, side: Side, text: str) -> str:
    """What to ask about instead of a text."""
    if sides is None or sides.whole:
        return text
    return sides.head_alone if side is Side.HEAD else sides.base_alone


def _texts(file: ChangedFile, language: str) -> tuple[str, str] | None:
    """Both sides, where each is code of the language as it stands."""
    base, head = file.base_text, file.head_text
    if base is None or head is None or not file.hunks:
        return None
    if PurePosixPath(file.base_path).suffix.lower() != PurePosixPath(file.path).suffix.lower():
        return None
    for side, text in ((Side.BASE, base), (Side.HEAD, head)):
        codes = readings.reading_of(file, side, {language}).codes
        if [(code.language, code.text, code.is_own) for code in codes] != [(language, text, True)]:
            return None
    return base, head


def in_real_text(answer: FileAnswer, asked: str, text: str) -> FileAnswer:
    """The answer to a slice, with what stands at its places in the file."""
    if asked == text or not answer.matches:
        return answer
    quoted = quoting(answer, text)
    old, new = asked.split("\n"), text.split("\n")

    def is_whole(match: Match) -> bool:
        lines = slice(match.place.start_line - 1, match.place.end_line)
        return old[lines] == new[lines]

    matches = (match if match.fix is None or is_whole(match) else replace(match, fix=None) for match in quoted.matches)
    return replace(quoted, matches=tuple(matches))
