"""The scores that ``docs/rules.md`` shows: ``rules/_coverage/mutation.json``, one line a rule.

A score holds for one text of a rule and its samples; beside it stands their digest, so that it is not shown for others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from bot.decoding import decode_json
from workers.engine import rules
from workers.engine.samples import Sample
from workers.mutation.scoring import Tally
from workers.reading import rule_files

_FOR_PEOPLE = frozenset("severity area cwe owasp title message remedy references mend".split())
"""Keys of a rule's file that say nothing of what it finds."""


class Kept(msgspec.Struct, frozen=True):
    """What was measured of one rule."""

    digest: str
    """Of what the rule searches for and its samples."""
    found: tuple[int, int]
    """Lines of mutants that were found, and that had to be."""
    silent: tuple[int, int]
    """Lines of mutants that were left alone, and that had to be."""


def file(root: Path) -> Path:
    """``root`` is the folder of the rules."""
    return root / "_coverage" / "mutation.json"


def read(root: Path) -> Mapping[str, Kept]:
    """By the rule's id; empty where nothing was kept. Raises :class:`~bot.decoding.Misread`."""
    path = file(root)
    return decode_json(dict[str, Kept], path.read_bytes()) if path.exists() else {}


def write(root: Path, measured: Mapping[str, Kept], all_rules: Iterable[str]) -> None:
    """Adds what was measured to what was kept, and forgets what is no rule any more."""
    known = set(all_rules)
    scores = {rule: score for rule, score in sorted({**read(root), **measured}.items()) if rule in known}
    lines = (f"  {json.dumps(rule)}: {msgspec.json.encode(score).decode()}" for rule, score in scores.items())
    file(root).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def of(digest_: str, tally: Tally) -> Kept:
    """A tally as it is kept."""
    return Kept(digest_, (tally.found, tally.to_find), (tally.silent, tally.to_spare))


def digest(rule: Path, samples: Sequence[Sample]) -> str:
    """Of what a rule's file searches for and the texts of its samples; what it tells people changes no score.

    Raises :class:`~workers.reading.rule_files.RuleError`.
    """
    written = rule_files.document(rule, rule.name)
    if not rule_files.is_for_a_check(written):
        written = rules.spelled(written, rule_files.root(), rule.name)
    searched = {key: value for key, value in written.items() if key not in _FOR_PEOPLE}
    texts = [json.dumps(searched, sort_keys=True, default=str), *(sample.text for sample in samples)]
    return hashlib.sha256(b"\0".join(text.encode() for text in texts)).hexdigest()[:16]


def shown(score: Kept | None, digest_: str) -> str:
    """A cell of the table: the share of the lines that are found; ``–`` where none was measured of these texts."""
    if score is None or score.digest != digest_ or not score.found[1]:
        return "–"
    return f"{100 * score.found[0] // score.found[1]} %"
