"""The sections of a summary that all hosts' comments have, in the words of the dialect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import Review, Verdict
from bot.render import wording
from bot.render.comment import Style
from bot.render.layout import Section


def headline(review: Review, style: Style, heading: str = "") -> Section:
    """The verdict; ``heading`` is how the dialect marks a heading."""
    clean = review.verdict is Verdict.NO_DEFECTS
    words = wording.clean(review, style.dialect) if clean else f"{heading}Patchwarden: {wording.headline(review)}"
    return Section(rank=0, intro=words)


def warnings(review: Review, style: Style) -> Iterator[Section]:
    """What people must know before they read the rest."""
    if review.notices:
        notes = tuple(f"{style.strong('Note:')} {style.dialect.prose(notice, 500)}" for notice in review.notices)
        yield Section(rank=1, items=notes, between="\n\n")
    if review.verdict is not Verdict.NO_DEFECTS and review.unruled:
        yield Section(rank=1, items=wording.unruled(review, style.dialect), between="\n\n")
    if review.gaps:
        yield _listed(1, style.strong(wording.COULD_NOT_CHECK), wording.gaps(review, style.dialect))
    if review.verdict is Verdict.INCOMPLETE:
        yield Section(rank=1, intro=wording.NOTHING_ELSE)


def uncertain(review: Review, style: Style) -> Iterator[Section]:
    """The observations that are no defects."""
    remarks = [wording.remark(item, style.dialect) for item in wording.uncertain(review)]
    if remarks:
        yield _listed(5, style.strong(wording.WORTH_A_LOOK), remarks)


def _listed(rank: int, intro: str, lines: Sequence[str]) -> Section:
    return Section(rank, f"{intro}\n", tuple(f"- {line}" for line in lines), more="- and {} more".format)
