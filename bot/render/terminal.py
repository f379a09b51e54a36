"""The review on a terminal: by file, with the code and a caret under it, the verdict last where the eye stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.model import Finding, Observation, Review, Severity, Side, Span, Verdict
from bot.render import decisions, skipping, text, wording
from bot.render.wording import PLAIN

TEXT = PLAIN
"""A terminal has no markup of ours: text goes out as plain, with everything that cannot be seen made visible."""

_COLOURS = {Severity.HIGH: "bold red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}
_LINES = 6
"""Most lines of code shown for one finding."""
_OTHERS = 19
"""Most findings of one observation that are told beside its first; programs get all of them."""
_TAB = "    "


def report(review: Review, head_texts: Mapping[str, str], console: Console, *, quiet: bool = False) -> None:
    """Writes the whole review. ``head_texts`` maps head paths to their text; without one the excerpt is shown.
    ``quiet`` leaves out what is neither found nor missing."""
    for path, items in _by_file(review.observations):
        console.print(Text(wording.file(path, TEXT), style="bold underline"))
        for item in items:
            console.print()
            _observation(item, head_texts, console)
        console.print()
    if review.dismissed and not quiet:
        console.print(Text(f"Dismissed ({len(review.dismissed)}):", style="bold"))
        for dismissal in review.dismissed:
            _print(console, Text(decisions.dismissed(dismissal, TEXT), style="dim"), indent=2)
        console.print()
    for notice in () if quiet else review.notices:
        _print(console, Text.assemble(("Note: ", "bold"), TEXT.prose(notice, wording.LONGEST_NOTICE)))
    for sentence in wording.unruled(review, TEXT):
        _print(console, Text(sentence, style="yellow"))
    if review.gaps:
        console.print(Text(wording.COULD_NOT_CHECK, style="bold yellow"))
        for line in wording.gaps(review, TEXT):
            _print(console, Text(line), indent=2)
    _verdict(review, console)
    if not quiet:
        _scope(review, console)


def _by_file(items: Iterable[Observation]) -> list[tuple[str, list[Observation]]]:
    """In the order of the gravest observation of each file."""
    files: dict[str, list[Observation]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    return list(files.items())


def _observation(item: Observation, head_texts: Mapping[str, str], console: Console) -> None:
    finding = item.finding
    grade = wording.grade(finding, item.severity) + ("" if item.is_defect else ", uncertain")
    names = " · ".join(part for part in (wording.weakness(finding), finding.area.value) if part)
    heading = Text.assemble((grade, _COLOURS[item.severity]), "  ", (wording.heading(item, TEXT), "bold"))
    heading.append(f"  {names}", style="dim")
    _print(console, heading, indent=2)
    for line in _code(finding, head_texts.get(finding.span.path), console.width - 4):
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)
    for said in (wording.trace(finding, TEXT), wording.message(item, TEXT), text.plain(finding.remedy)):
        if said:
            _print(console, Text(said), indent=4)
    _print_fix(finding, console)
    others = item.findings[1:]
    for other in others[:_OTHERS]:
        _print(console, Text(f"also: {_other(item, other)}"), indent=4)
        if not item.is_together:
            _print(console, Text(f"{text.plain(other.message)} {text.plain(other.remedy)}"), indent=6)
            _print_fix(other, console)
    if len(others) > _OTHERS:
        _print(console, Text(f"and {len(others) - _OTHERS:,} more"), indent=4)
    remark = wording.suppression(item, TEXT)
    if remark:
        _print(console, Text(f"{remark}."), indent=4)
    _print(console, Text(f"{text.plain(finding.rule)} · id {text.plain(item.fingerprint)}", style="dim"), indent=4)


def _other(item: Observation, other: Finding) -> str:
    """Another rule at this place, or another place of this kind."""
    if not item.is_together:
        return f"{wording.title(other, TEXT)} ({wording.grade(other, other.severity)})"
    return " ".join(part for part in (wording.where(other.span, TEXT), wording.each(other, TEXT)) if part)


def _print_fix(finding: Finding, console: Console) -> None:
    """The lines that would stand there instead."""
    for line in text.code_lines(finding.fix.replacement) if finding.fix is not None else ():
        console.print(Text(f"    + {_expanded(line)}", style="green"), no_wrap=True, overflow="ellipsis", crop=True)


def _code(finding: Finding, source: str | None, width: int) -> list[Text]:
    """The lines of the place with their numbers; a caret line under a place within one line."""
    span = finding.span
    known = span.side is Side.HEAD and source is not None
    lines = text.code_lines(source if known and source is not None else finding.excerpt)
    first = span.start_line if known else 1
    shown = lines[first - 1 : first - 1 + min(_LINES, span.end_line - span.start_line + 1)]
    gutter = len(str(span.start_line + len(shown)))
    sign = "-" if span.side is Side.BASE else " "
    rows = []
    for offset, line in enumerate(shown):
        row = Text(f"  {sign} {span.start_line + offset:>{gutter}} │ ", style="dim")
        row.append(text.cut(_expanded(line), max(20, width - gutter - 6)), style="not dim")
        rows.append(row)
    if known and len(shown) == 1 and span.end_line == span.start_line:
        rows += _caret(shown[0], span, gutter)
    left = span.end_line - span.start_line + 1 - len(shown)
    if left > 0 and shown:
        rows.append(Text(f"    {'':>{gutter}} │ … {wording.count(left, 'more line')}", style="dim"))
    return rows


def _caret(line: str, span: Span, gutter: int) -> list[Text]:
    """Under exactly the span; nothing where the columns are not known."""
    start, end = span.start_col - 1, min(span.end_col - 1, len(line))
    while start < end and line[start] in " \t":
        start += 1
    if end <= start:
        return []
    before = cell_len(_expanded(line[:start]))
    under = max(1, cell_len(_expanded(line[start:end])))
    row = Text(f"    {'':>{gutter}} │ {' ' * before}", style="dim")
    row.append("^" * under, style="bold red")
    return [row]


def _expanded(line: str) -> str:
    """A line of code as it is shown: tabs of four, everything else that cannot be seen made visible."""
    return _TAB.join(text.visible(part) for part in line.split("\t"))


def _verdict(review: Review, console: Console) -> None:
    sentence = wording.headline(review)
    style = {Verdict.DEFECTS: "bold red", Verdict.INCOMPLETE: "bold yellow", Verdict.NO_DEFECTS: "bold green"}
    _print(console, Text(f"{sentence[0].upper()}{sentence[1:]}.", style=style[review.verdict]))
    if review.verdict is Verdict.INCOMPLETE and wording.was_examined(review):
        _print(console, Text(wording.NOTHING_ELSE))
    uncertain = sum(not item.is_defect for item in review.observations)
    if uncertain:
        are = "is uncertain: an observation, no defect" if uncertain == 1 else "are uncertain: observations, no defects"
        _print(console, Text(f"{uncertain} of what is told above {are}."))


def _scope(review: Review, console: Console) -> None:
    for said in (wording.clear_areas(review), *skipping.sentences(review)):
        if said:
            _print(console, Text(said, style="dim"))
    _print(console, Text(f"{wording.scope(review)}, {wording.against(review, TEXT)}.", style="dim"))


def _print(console: Console, line: Text, indent: int = 0) -> None:
    """Wrapped and indented, without the blanks that would fill each row up: they are in the way where it is piped."""
    for row in line.wrap(console, max(1, console.width - indent)):
        row.rstrip()
        console.print(Text.assemble(" " * indent, row), no_wrap=True, overflow="ignore", crop=False)
