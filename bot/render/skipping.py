"""What most checks passed over, in words: files that are no code, that are gone, that have no text."""

from __future__ import annotations

from collections.abc import Collection

from bot.knowledge.languages import is_code, language_of
from bot.model import Aside, Review, RunStatus
from bot.render.wording import count, listed


def sentences(review: Review) -> tuple[str, ...]:
    """One sentence for each kind of file, from the ledger; none where every file is code that was examined."""
    of: dict[Aside, set[str]] = {}
    for run in review.runs:
        for entry in run.entries:
            if entry.aside is not None:
                of.setdefault(entry.aside, set()).add(entry.path)
    gone, no_text = of.get(Aside.DELETED, set()), of.get(Aside.NO_TEXT, set())
    other = {path for path in of.get(Aside.OTHER_KIND, set()) - gone - no_text if not is_code(language_of(path))}
    told = (_no_code(other, review), _said(gone, "deleted"), _said(no_text - gone, "without text"))
    return tuple(filter(None, told))


def _no_code(paths: Collection[str], review: Review) -> str:
    if not paths:
        return ""
    ran = [run for run in review.runs if run.status is RunStatus.RAN]
    looked = [run.subject or run.check for run in ran if not run.files.isdisjoint(paths)]
    by = f"only {listed(looked)} looked at {_them(paths)}" if looked else "nothing is looked for there"
    return f"{_are(paths)} not code: {by}."


def _said(paths: Collection[str], what: str) -> str:
    return f"{_are(paths)} {what}." if paths else ""


def _are(paths: Collection[str]) -> str:
    return f"{count(len(paths), 'file')} {'is' if len(paths) == 1 else 'are'}"


def _them(paths: Collection[str]) -> str:
    return "it" if len(paths) == 1 else "them"
