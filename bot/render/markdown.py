"""GitHub's Markdown: the summary, the line comments and the check run. The host adds its marker, never this module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import markers
from bot.model import Decision, Finding, Observation, Placement, Review, Severity, Side, message_of
from bot.render import answers, comment, decisions, sections, talk, text, wording
from bot.render.aftermath import NAME, NOTHING, Aftermath
from bot.render.layout import Section, fitted
from bot.render.wording import PLAIN, Dialect
from bot.replies import Reply

TEXT = Dialect(code=text.code, prose=text.prose)
CELL = Dialect(code=text.cell_code, prose=text.cell_prose)

_TABLE = "| severity | where | what | area |\n|---|---|---|---|"
_OPEN_EVIDENCE = 3
"""More than this many pieces of evidence are folded away."""
_ANNOTATIONS = 200
_CHECK_SUMMARY = 65_000
"""GitHub takes 65,535 characters in a check run's summary, 255 in a title, 64 KB in an annotation's message."""
_LEVELS = {Severity.HIGH: "failure", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation of a check run, in GitHub's terms: head lines, plain text."""

    path: str
    start_line: int
    end_line: int
    level: str
    """notice, warning or failure: how grave it is; whether the check run fails is the policy's word."""
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckOutput:
    """What a check run shows, within GitHub's limits. A request takes 50 annotations: the host sends them in parts."""

    title: str
    summary: str
    annotations: tuple[Annotation, ...]


def summary(
    review: Review,
    *,
    moved: frozenset[str] = frozenset(),
    aftermath: Aftermath = NOTHING,
    limit: int = 60_000,
) -> str:
    """The one comment of a change, in at most ``limit`` UTF-8 bytes.

    ``moved`` are the fingerprints whose line comment the host refused: their evidence is given here. ``aftermath`` is
    what became of the observations since the last review. A change without anything to say gets one sentence and the
    coverage line.
    """
    quiet = wording.is_quiet(review)
    page = [
        sections.headline(review, _STYLE, "### "),
        *sections.progress(aftermath, _STYLE),
        *sections.warnings(review, _STYLE),
        *_observed(review, moved | aftermath.deleted),
        *sections.demoted(review, _STYLE),
        *sections.open_again(review, aftermath, _STYLE),
        *sections.dismissed(review, _STYLE, _folded),
        _coverage(review, with_areas=quiet),
    ]
    if not quiet:
        page[-1:-1] = [Section(rank=4, intro=wording.clear_areas(review))]
        page.append(Section(rank=1, intro=talk.footer(TEXT, aftermath.name, review)))
    return fitted(page, limit) or text.within(wording.headline(review), limit)


def line_comment(observation: Observation, *, name: str = NAME, limit: int = 1_200) -> str:
    """The comment on one line or file, in at most ``limit`` UTF-8 bytes. ``name`` is what we are called in commands.

    What gives way first when it is too long: references, further rules, the middle of the trace, the suggestion, the
    remedy's and the message's ends.
    """
    return comment.written(observation, _STYLE, limit, name=name)


def closed_comment(
    original_body: str,
    *,
    commit: str,
    moved_to: Observation | None = None,
    dismissed: Decision | None = None,
    doubled: bool = False,
) -> str:
    """A line comment whose observation is gone: its heading struck, the rest folded. Closed once, it stays as it is.

    ``moved_to`` is the same observation where it is told now, ``dismissed`` what somebody decided about it; without
    either it is fixed in ``commit``. A ``doubled`` one repeats another.
    """
    body = markers.strip(original_body)
    heading, _, rest = body.partition("\n")
    if heading.startswith("~~"):
        return body
    why = closed_reply(commit=commit, moved_to=moved_to, dismissed=dismissed, doubled=doubled)
    parts = [f"~~{heading.strip()}~~", why]
    if rest.strip():
        parts += ["<details><summary>What it said</summary>", rest.strip(), "</details>"]
    return "\n\n".join(parts)


def reopened_comment(observation: Observation, *, name: str = NAME) -> str:
    """The text of a closed line comment whose observation is back: what it said before it was closed."""
    return line_comment(observation, name=name)


def closed_reply(
    *,
    commit: str,
    moved_to: Observation | None = None,
    dismissed: Decision | None = None,
    doubled: bool = False,
) -> str:
    """The one reply in a thread that people talk in, when what it speaks of is gone; arguments as for
    :func:`closed_comment`."""
    return decisions.closed(commit, moved_to, TEXT, dismissed, doubled=doubled)


def told_elsewhere(url: str) -> str:
    """All that is left of a second summary; ``url`` is the first one's."""
    return decisions.TOLD_ELSEWHERE.format(f"[the other one]({url})")


def reopened_reply(*, commit: str, expired: Decision | None = None) -> str:
    """The one reply in a thread that people talk in, when what it speaks of is back; ``expired`` is the decision whose
    end brought it back."""
    return decisions.reopened(commit, expired, TEXT)


def answer(reply: Reply, *, name: str = NAME, limit: int = 4_000) -> str:
    """What we answer to a comment with commands, in at most ``limit`` UTF-8 bytes; the host adds its marker."""
    return answers.answer(reply, _STYLE, name, limit)


def check_output(
    review: Review,
    *,
    moved: frozenset[str] = frozenset(),
    aside: str = "",
    aftermath: Aftermath = NOTHING,
) -> CheckOutput:
    """The check run of a review. Only defects at lines of the head can be annotated; the summary has them all.

    ``moved`` and ``aftermath`` as in :func:`summary`; ``aside`` is said in the title, after the verdict.
    """
    annotated = [item for item in review.defects if item.side is Side.HEAD and not message_of(item.path)]
    title = wording.headline(review)
    return CheckOutput(
        title=text.cut(f"{title[0].upper()}{title[1:]}{f' ({text.plain(aside)})' if aside else ''}", 255),
        summary=summary(review, moved=moved, aftermath=aftermath, limit=_CHECK_SUMMARY),
        annotations=tuple(_annotation(item) for item in annotated[:_ANNOTATIONS]),
    )


def _observed(review: Review, moved: frozenset[str]) -> Iterator[Section]:
    if review.defects:
        rows = tuple(_row(item) for item in review.defects)
        yield Section(rank=2, intro=_TABLE, items=rows, more="| | | and {} more | |".format)
    # GitHub takes no comment on a commit's message.
    in_messages = {item.fingerprint for item in review.defects if message_of(item.path)}
    unplaced = wording.without_comment(review, moved | in_messages)
    if unplaced:
        yield _evidence(unplaced)
    yield from sections.uncertain(review, _STYLE)


def _row(item: Observation) -> str:
    finding = item.finding
    place = wording.where(finding.span, CELL)
    return f"| {wording.signed(item.severity)} | {place} | {wording.what(item, CELL)} | {wording.area(finding)} |"


def _evidence(items: Sequence[Observation]) -> Section:
    entries = tuple(comment.evidence(item, _STYLE) for item in items)
    title = wording.evidence_title(items)
    if len(items) <= _OPEN_EVIDENCE:
        return Section(rank=6, intro=f"#### {title}", items=entries, between="\n\n")
    start, end = _folded(title)
    return Section(rank=6, intro=start, items=entries, outro=end, between="\n\n")


def _folded(title: str) -> tuple[str, str]:
    return f"<details><summary>{title}</summary>", "</details>"


def _coverage(review: Review, *, with_areas: bool) -> Section:
    """Folded: it matters when somebody doubts the verdict."""
    lines = [f"{wording.against(review, TEXT)}."]
    if with_areas:
        lines.append(wording.clear_areas(review))
    inside = "\n\n".join(line for line in lines if line)
    return Section(rank=3, intro=f"<details><summary>{wording.scope(review)}</summary>\n\n{inside}\n\n</details>")


def _weakness(finding: Finding) -> str:
    name = wording.weakness(finding)
    return f"[{name}](https://cwe.mitre.org/data/definitions/{finding.cwe}.html)" if name else ""


def _suggestion(item: Observation, finding: Finding) -> str:
    """GitHub replaces exactly the comment's lines.

    A fix of other lines, or one that cannot be shown as it is, is not offered.
    """
    if finding.fix is None or item.placement is not Placement.LINE or item.side is not Side.HEAD or item.line is None:
        return ""
    fix = finding.fix.over(item.start_line if item.start_line is not None else item.line, item.line)
    if fix is None or not text.is_plain_code(fix.replacement):
        return ""
    return text.block(fix.replacement, "suggestion")


_STYLE = comment.Style(
    dialect=TEXT,
    strong="**{}**".format,
    weakness=_weakness,
    link="<{}>".format,
    page="[Why and how to fix]({})".format,
    fix=_suggestion,
)


def _annotation(item: Observation) -> Annotation:
    finding = item.finding
    title = (wording.title(finding, PLAIN), wording.weakness(finding))
    parts = [
        wording.trace(finding, PLAIN),
        text.plain(finding.message),
        text.plain(finding.remedy),
        f"{text.plain(finding.rule)} · id {text.plain(item.fingerprint)}",
    ]
    return Annotation(
        path=finding.span.path,
        start_line=finding.span.start_line,
        end_line=max(finding.span.start_line, finding.span.end_line),
        level=_LEVELS[item.severity],
        title=text.cut(" · ".join(part for part in title if part), 255),
        message="\n\n".join(part for part in parts if part),
    )
