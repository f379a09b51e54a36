"""The sections of a summary that all hosts' comments have, in the words of the dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from bot.model import Review, Verdict
from bot.render import decisions, wording
from bot.render.aftermath import Aftermath
from bot.render.comment import Style
from bot.render.layout import Section

Fold: TypeAlias = Callable[[str], tuple[str, str]]
"""What stands before and behind a part with this title that a dialect folds away, if it can."""


def headline(review: Review, style: Style, heading: str = "") -> Section:
    """The verdict; ``heading`` is how the dialect marks a heading."""
    clean = review.verdict is Verdict.NO_DEFECTS
    words = wording.clean(review, style.dialect) if clean else f"{heading}Patchwarden: {wording.headline(review)}"
    return Section(rank=0, intro=words)


def warnings(review: Review, style: Style) -> Iterator[Section]:
    """What people must know before they read the rest."""
    if review.notices:
        notes = tuple(
            f"{style.strong('Note:')} {style.dialect.prose(notice, wording.LONGEST_NOTICE)}"
            for notice in review.notices
        )
        yield Section(rank=1, items=notes, between="\n\n")
    if review.verdict is not Verdict.NO_DEFECTS and review.unruled:
        yield Section(rank=1, items=wording.unruled(review, style.dialect), between="\n\n")
    if review.gaps:
        yield _listed(1, style.strong(wording.COULD_NOT_CHECK), wording.gaps(review, style.dialect))
    if review.verdict is Verdict.INCOMPLETE and wording.was_examined(review):
        yield Section(rank=1, intro=wording.NOTHING_ELSE)


def uncertain(review: Review, style: Style) -> Iterator[Section]:
    """The observations that are no defects."""
    remarks = [wording.remark(item, style.dialect) for item in wording.uncertain(review)]
    if remarks:
        yield _listed(5, style.strong(wording.WORTH_A_LOOK), remarks)


def progress(aftermath: Aftermath, style: Style) -> Iterator[Section]:
    """What became of the observations since the head that was reviewed before; nothing where there are none."""
    now = aftermath.progress
    if now is not None and (now.fixed or now.new or now.open):
        since = style.dialect.code(now.since[:7], 20)
        yield Section(rank=1, intro=f"Since {since}: {now.fixed} fixed, {now.new} new, {now.open} open.")


def open_again(review: Review, aftermath: Aftermath, style: Style) -> Iterator[Section]:
    """The open observations that a dismissal, or a deleted comment, would let one think closed."""
    lines = [decisions.open_again(item, style.dialect) for item in review.expired]
    lines += [
        decisions.deleted(item, style.dialect) for item in review.observations if item.fingerprint in aftermath.deleted
    ]
    if lines:
        yield _listed(4, style.strong("Still open:"), lines)


def demoted(review: Review, style: Style) -> Iterator[Section]:
    """Why what some rules found is told here and not on its line."""
    if review.demoted:
        rules = wording.listed([style.dialect.code(rule, 80) for rule in sorted(review.demoted)])
        yield Section(
            rank=5, intro=f"Findings of {rules} are listed only here: people often marked them as not useful."
        )


def dismissed(review: Review, style: Style, fold: Fold) -> Iterator[Section]:
    """What people decided to live with, and why."""
    if review.dismissed:
        start, end = fold(f"Dismissed ({len(review.dismissed)})")
        lines = tuple(f"- {decisions.dismissed(item, style.dialect)}" for item in review.dismissed)
        yield Section(7, f"{start}\n", lines, f"\n{end}" if end else "", more="- and {} more".format)


def _listed(rank: int, intro: str, lines: Sequence[str]) -> Section:
    return Section(rank, f"{intro}\n", tuple(f"- {line}" for line in lines), more="- and {} more".format)
