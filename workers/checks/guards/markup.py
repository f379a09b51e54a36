"""Templates and markup as a difference: what they print with less escaping, and attributes that protected.

An output of the head is compared with that of the base which prints the same value (:mod:`outputs`). The check
``templates`` tells what is put out as it is, in itself; here the change is told, also where both sides look harmless:
``{{ name|e }}`` in an attribute that became ``{{ name }}``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.model import ChangedFile, Hunk, Side, split_lines
from workers.checks.guards.model import Compared, How, Loss, Operation, Protection, Way
from workers.checks.guards.outputs import Output, outputs
from workers.checks.guards.statements import is_page

_LONGEST_LINE = 3000
_MOST_LINES = 400
"""Lines of a side of a hunk; a longer hunk is a rewrite."""
_MOST_HUNKS = 200
_MOST_OUTPUTS = 120
_ALIKE = 0.6
"""The least share of words that two outputs of one value have in common."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something in a page by which a browser or the server protects."""

    kind: str
    cwe: int
    pattern: re.Pattern[str]
    stays: re.Pattern[str]
    """What must be left in the head's lines of the hunk (in the file where ``in_file``): else the whole went."""
    in_file: bool = False


def _row(kind: str, cwe: int, pattern: str, stays: str, *, in_file: bool = False) -> Attribute:
    return Attribute(kind, cwe, re.compile(pattern, re.IGNORECASE), re.compile(stays, re.IGNORECASE), in_file)


ATTRIBUTES = (
    _row("noopener", 1022, r"\bnoopener\b|\bnoreferrer\b", r"target=|window\.open|_blank|<a\b"),
    _row("sandbox", 1021, r"(?<![\w-])sandbox\s*=", r"iframe|src="),
    _row(
        "csrf-field",
        352,
        r"\{%-?\s*csrf_token|@csrf\b|csrf_field\(|csrf_token\(|csrf_input|form_authenticity_token"
        r"|authenticity_token|csrf_meta"
        r"|AntiForgeryToken|asp-antiforgery|_csrf\b|name=[\"'](?:(?=\w*csrf)\w++|_token|__RequestVerificationToken)[\"']"
        r"|hidden_tag\(\)|csrfToken|csrf_?nonce",
        r"<form|form_for|form_with|form_tag|method=[\"']?post|\.post\(|\bfetch\(|ajax",
        in_file=True,
    ),
    _row("autoescape", 79, r"autoescape\s+(?:true|on|['\"]\w+['\"])", r"autoescape\s+(?:false|off)"),
    _row("integrity", 353, r"(?<![\w-])integrity\s*=", r"<script|<link|src=|href="),
    _row(
        "page-policy",
        693,
        r"http-equiv=[\"']?Content-Security-Policy|(?<![\w-])nonce\s*=|csp_nonce",
        r".",
        in_file=True,
    ),
    _row("autocomplete", 522, r"autocomplete=[\"']?(?:off|new-password)", r"password|<input"),
    _row("method", 650, r"method=[\"']?post\b", r"method=[\"']?get\b|<form(?![^<>]*method)|checkUrl|href="),
    _row("password-field", 549, r"type=[\"']?password\b", r"<input|Input\b|field"),
    _row("size-of-field", 1284, r"maxlength\s*=", r"<input|<textarea"),
)
_CONDITION = re.compile(
    r"\{%-?\s*(?:el)?if\s(?P<a>[^{}%]*)%\}|<%-?\s*(?:if|unless)\b(?P<b>[^<>%]*)|<(?:c|j):(?:if"
    r"|when)\s+test=(?P<c>\"[^\"]*\")"
    r"|\bv-(?:else-)?if=(?P<d>\"[^\"]*\")|\*ngIf=(?P<e>\"[^\"]*\")|@(?:can|cannot|auth|role|if)\b(?P<f>[^\n]*)"
    r"|<sec:authorize\b(?P<g>[^<>]*)|\{\{-?\s*(?:#if|if)\s(?P<h>[^{}]*)\}\}|<#(?:else)?if\s(?P<i>[^<>]*)>"
    r"|\{#if\s(?P<j>[^{}]*)\}"
)
_OF_ACCESS = re.compile(
    r"(?i)perm|\bcan\b|\bcan[_?A-Z]|\bmay\b|\bauth|admin|role|staff|superuser|owner|is_?logged|allowed|editable"
    r"|access|current_user"
    r"|granted|privileg"
)


def losses(change: Compared) -> Iterable[Loss]:
    """What the pages of a change lose, file by file."""
    for file in change.others:
        if file.base_text is not None and file.head_text is not None and is_page(file):
            yield from _of_page(file)
    for sides in change.sides:
        if sides.base is not None and sides.head is not None:
            for old, new in _hunks(sides.file):
                yield from _attributes(sides.file, old, new)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one side of a hunk."""

    text: str
    first: int


def _hunks(file: ChangedFile) -> Iterator[tuple[_Lines, _Lines]]:
    old, new = split_lines(file.base_text or ""), split_lines(file.head_text or "")
    if len(file.hunks) > _MOST_HUNKS:
        return
    for hunk in file.hunks:
        yield _lines(old, hunk, Side.BASE), _lines(new, hunk, Side.HEAD)


def _lines(lines: Sequence[str], hunk: Hunk, side: Side) -> _Lines:
    numbers = list(hunk.removed if side is Side.BASE else hunk.added)[:_MOST_LINES]
    texts = [lines[number - 1][:_LONGEST_LINE] for number in numbers if number <= len(lines)]
    return _Lines("\n".join(texts), numbers[0] if numbers else 1)


def _of_page(file: ChangedFile) -> Iterator[Loss]:
    for old, new in _hunks(file):
        if not old.text:
            continue
        yield from _printed(file, old, new)
        yield from _attributes(file, old, new)
        yield from _conditions(file, old, new)


def _printed(file: ChangedFile, old: _Lines, new: _Lines) -> Iterator[Loss]:
    before = list(outputs(old.text, old.first, file.base_path))[:_MOST_OUTPUTS]
    after = list(outputs(new.text, new.first, file.path))[:_MOST_OUTPUTS]
    kept = Counter(each.identity for each in before) & Counter(each.identity for each in after)
    before, after = _without(before, kept), _without(after, kept)
    for one, other in _same_value(before, after):
        kind = _weaker(one, other)
        if kind:
            yield _of_output(file, one, other, kind)


def _without(found: list[Output], kept: Counter[tuple[str, bool]]) -> list[Output]:
    left, rest = Counter(kept), []
    for each in found:
        if left[each.identity]:
            left[each.identity] -= 1
        else:
            rest.append(each)
    return rest


def _same_value(before: list[Output], after: list[Output]) -> Iterator[tuple[Output, Output]]:
    scores = []
    for i, old in enumerate(before):
        for j, new in enumerate(after):
            both = len(old.core & new.core)
            alike = both / max(1, len(old.core | new.core))
            if alike >= _ALIKE:
                scores.append((-alike, abs(i - j), i, j))
    taken: tuple[set[int], set[int]] = set(), set()
    for _, _, i, j in sorted(scores):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield before[i], after[j]


def _weaker(old: Output, new: Output) -> str:
    """The kind of loss, empty where the head prints the value with as much care."""
    if new.is_raw and not old.is_raw:
        return "template-raw"
    lost = Counter(old.escapes) - Counter(new.escapes)
    if lost and not Counter(new.escapes) - Counter(old.escapes):
        return "template-escape"
    if old.before in ("'", '"') and new.before == "=":
        return "template-unquoted"
    return ""


def _of_output(file: ChangedFile, old: Output, new: Output, kind: str) -> Loss:
    gone = next(iter(Counter(old.escapes) - Counter(new.escapes)), old.form.name)
    one = Protection(Way.CLEANS, old.text, old.line, old.line, name=gone, value=old.value.strip())
    other = Protection(Way.CLEANS, new.text, new.line, new.line, name=new.form.name, value=new.value.strip())
    operation = Operation(new.text, new.line, new.line)
    return Loss(How.WEAKER, one, file, "", file, "", Side.HEAD, new.line, other, (operation,), kind=kind)


def _attributes(file: ChangedFile, old: _Lines, new: _Lines) -> Iterator[Loss]:
    for row in ATTRIBUTES:
        found = list(row.pattern.finditer(old.text))
        if len(found) <= len(row.pattern.findall(new.text)):
            continue
        head, base = file.head_text or "", file.base_text or ""
        if len(row.pattern.findall(head)) >= len(row.pattern.findall(base)):
            continue
        if row.stays.search(head if row.in_file else new.text) is None:
            continue
        first = found[0]
        line = old.first + old.text.count("\n", 0, first.start())
        text = old.text.split("\n")[line - old.first].strip()
        one = Protection(Way.DECLARES, text[:300], line, line, name=first[0], value=first[0])
        stays = Side.BASE if row.in_file or not new.text else Side.HEAD
        yield Loss(How.GONE, one, file, "", file, "", stays, line if stays is Side.BASE else new.first, kind=row.kind)


def _conditions(file: ChangedFile, old: _Lines, new: _Lines) -> Iterator[Loss]:
    """Conditions about access around parts of a page that are gone or ask for less."""
    for found in _CONDITION.finditer(old.text):
        asked = _OF_ACCESS.findall(found[0])
        if not asked or found[0] in new.text:
            continue
        if len(_OF_ACCESS.findall(new.text)) >= len(_OF_ACCESS.findall(old.text)):
            continue
        line = old.first + old.text.count("\n", 0, found.start())
        one = Protection(Way.ENCLOSES, " ".join(found[0].split())[:300], line, line)
        side = Side.HEAD if new.text else Side.BASE
        how = How.WEAKER if new.text and _CONDITION.search(new.text) else How.GONE
        yield Loss(how, one, file, "", file, "", side, new.first if new.text else line, kind="template-condition")
