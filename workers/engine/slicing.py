"""Which text of a changed file the rules are asked about: its slice, where that says the same of the change.

A slice is made of both sides together (:mod:`workers.slices`), so it needs both, in one language and one dialect, and
a base that answers for the head. Everything else is asked as it is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from bot.model import ChangedFile, Side
from workers.engine import dataflow
from workers.engine.pack import Pack
from workers.engine.results import FileAnswer, Match, quoting
from workers.reading import readings
from workers.slices.sides import Sides, sliced


def sides_of(file: ChangedFile, pack: Pack) -> Sides | None:
    """What the rules of a pack have to see of a file; ``None`` where it has not two sides that can be compared."""
    base, head = file.base_text, file.head_text
    if base is None or head is None or not file.hunks:
        return None
    if PurePosixPath(file.base_path).suffix.lower() != PurePosixPath(file.path).suffix.lower():
        return None
    known = {pack.language}
    for side, text in ((Side.BASE, base), (Side.HEAD, head)):
        codes = readings.reading_of(file, side, known).codes
        if [(code.language, code.text, code.is_own) for code in codes] != [(pack.language, text, True)]:
            return None
    # The engine itself stays inside of each definition.
    flows = pack.language in dataflow.LANGUAGES and bool(pack.relevant((base, head), pack.followed))
    return sliced(pack.language, base, head, file.hunks, flows=flows)


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
