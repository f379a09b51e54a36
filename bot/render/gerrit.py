"""Gerrit's comment text: paragraphs, lists and code spans that read well where they are shown as they are written.

Newer Gerrit renders Markdown, older Gerrit a part of it: no HTML, no tables, no escapes. The host adds its marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import Decision, Finding, Observation, Review, Side
from bot.render import answers, comment, decisions, sections, talk, text, wording
from bot.render.aftermath import NAME, NOTHING, Aftermath
from bot.render.layout import Section, fitted
from bot.render.wording import Dialect
from bot.replies import Reply

_MENTION = re.compile(r"@(?=[^\s@]+@)")
"""Gerrit reads ``@name@example.org`` as a mention of that account, and does not ask whether it is code."""


def _code(value: str, limit: int) -> str:
    return text.code(_MENTION.sub("@ ", value), limit)


def _prose(value: str, limit: int) -> str:
    return text.worded(_MENTION.sub("@ ", value), limit)


TEXT = Dialect(code=_code, prose=_prose)


def summary(
    review: Review,
    *,
    moved: frozenset[str] = frozenset(),
    aftermath: Aftermath = NOTHING,
    limit: int = 14_000,
) -> str:
    """The review message, in at most ``limit`` UTF-8 bytes (Gerrit's ``change.commentSizeLimit`` is 16 KiB).

    ``moved`` are the fingerprints whose comment the host refused: their evidence is given here. ``aftermath`` is what
    became of the observations since the last review.
    """
    coverage = f"{wording.scope(review)}, {wording.against(review, TEXT)}."
    areas = wording.clear_areas(review)
    page = [
        sections.headline(review, _STYLE),
        *sections.progress(aftermath, _STYLE),
        *sections.warnings(review, _STYLE),
        *_observed(review, moved | aftermath.deleted),
        *sections.demoted(review, _STYLE),
        *sections.open_again(review, aftermath, _STYLE),
        *sections.dismissed(review, _STYLE, _titled),
    ]
    if wording.is_quiet(review):
        page.append(Section(rank=3, intro=f"{coverage} {areas}".strip()))
    else:
        page.append(Section(rank=4, intro=areas))
        page.append(Section(rank=3, intro=coverage))
        page.append(Section(rank=1, intro=talk.footer(TEXT, aftermath.name, review)))
    return fitted(page, limit) or text.within(wording.headline(review), limit)


def line_comment(observation: Observation, *, name: str = NAME, limit: int = 1_200) -> str:
    """The comment on one line or file, in at most ``limit`` UTF-8 bytes; it gives way as on every host. ``name`` is
    what we are called in commands."""
    return comment.written(observation, _STYLE, limit, name=name)


def patch_set_comment(observation: Observation, *, name: str = NAME, limit: int = 1_200) -> str:
    """The same for a comment on the patch set as a whole: it names the place."""
    return comment.written(observation, _STYLE, limit, name=name, placed=False)


def closed_reply(
    *,
    commit: str,
    moved_to: Observation | None = None,
    dismissed: Decision | None = None,
    doubled: bool = False,
) -> str:
    """The reply that resolves a thread of ours. ``moved_to`` is where its observation is told now, ``dismissed`` what
    somebody decided about it; without either it is fixed in ``commit``. A ``doubled`` one repeats another."""
    return decisions.closed(commit, moved_to, TEXT, dismissed, doubled=doubled)


def reopened_reply(*, commit: str, expired: Decision | None = None) -> str:
    """The reply that opens a thread of ours again; ``expired`` is the decision whose end brought its observation
    back."""
    return decisions.reopened(commit, expired, TEXT)


def answer(reply: Reply, *, name: str = NAME, limit: int = 3_000) -> str:
    """What we answer to a comment with commands, in at most ``limit`` UTF-8 bytes; the host adds its marker."""
    return answers.answer(reply, _STYLE, name, limit)


def _observed(review: Review, moved: frozenset[str]) -> Iterator[Section]:
    if review.defects:
        yield Section(rank=2, items=tuple(f"- {_row(item)}" for item in review.defects), more="- and {} more".format)
    unplaced = wording.without_comment(review, moved)
    if unplaced:
        entries = tuple(comment.evidence(item, _STYLE) for item in unplaced)
        yield Section(rank=6, intro=f"{wording.evidence_title(unplaced)}:", items=entries, between="\n\n")
    yield from sections.uncertain(review, _STYLE)


def _titled(title: str) -> tuple[str, str]:
    return f"{title}:", ""


def _row(item: Observation) -> str:
    finding = item.finding
    place = wording.where(finding.span, TEXT)
    return f"{wording.signed(item.severity)} {place}: {wording.what(item, TEXT)} ({wording.area(finding)})"


def _fix(item: Observation, finding: Finding) -> str:
    """Shown, not applied: the host offers its own button where it can."""
    fix = finding.fix
    if fix is None or item.side is not Side.HEAD or not fix.replacement or not text.is_plain_code(fix.replacement):
        return ""
    lines = f"line {fix.start_line}" if fix.start_line == fix.end_line else f"lines {fix.start_line}–{fix.end_line}"
    return f"Instead of {lines}:\n\n{text.block(_MENTION.sub('@ ', fix.replacement))}"


_STYLE = comment.Style(
    dialect=TEXT,
    strong=str,
    weakness=wording.weakness,
    link=str,
    page="Why and how to fix: {}".format,
    fix=_fix,
)
