"""Decisions as files for people and spreadsheets: CSV and JSON, written and read back the same.

A cell of a CSV file that a spreadsheet would take for a formula begins with an apostrophe here, and is read without it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

from bot.model import Decision, DecisionKind, DecisionSource
from bot.store import Known, TakenBack, texts

COLUMNS = (
    *("id", "scope", "repository", "fingerprint", "rule", "path", "by", "at", "reason", "kind", "until", "change"),
    *("comment", "source", "alone", "revoked_at", "revoked_by", "revoked_why"),
)
_WANTED = ("scope", "fingerprint", "rule", "by", "at")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_TIME = "write it as 2026-11-29T13:14:16Z"
_DATE = "write it as 2026-11-29"
_Read = TypeVar("_Read")
_Choice = TypeVar("_Choice", DecisionKind, DecisionSource)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a file, at which line of it, and how to mend it."""

    line: int
    text: str


class _Bad(ValueError):
    """One row cannot be used; the message names the column and the remedy."""


def written_time(seconds: int) -> str:
    """In UTC, as ``2026-11-29T13:14:16Z``."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def as_row(known: Known) -> dict[str, str]:
    """A value for each of :data:`COLUMNS`."""
    decision, gone = known.decision, known.taken_back
    return {
        "id": decision.id,
        "scope": known.scope,
        "repository": known.repository,
        "fingerprint": decision.fingerprint,
        "rule": decision.rule,
        "path": decision.path,
        "by": decision.by,
        "at": written_time(decision.at),
        "reason": decision.reason,
        "kind": decision.kind.value if decision.kind else "",
        "until": decision.until.isoformat() if decision.until else "",
        "change": decision.change,
        "comment": decision.comment,
        "source": decision.source.value,
        "alone": "yes" if decision.alone else "",
        "revoked_at": written_time(gone.at) if gone else "",
        "revoked_by": gone.by if gone else "",
        "revoked_why": gone.why if gone else "",
    }


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """With a line for the columns' names; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)  # with RFC 4180's line ends; with others it leaves a lone \r without quotes
    writer.writerow(columns)
    writer.writerows([_defused(row[column]) for column in columns] for row in rows)
    return text.getvalue()


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    """An array with an object a line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _defused(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _armed(cell: str) -> str:
    return cell[1:] if _DEFUSED.match(cell) else cell


def read(content: bytes) -> tuple[list[Known], list[Wrong]]:
    """The decisions of a CSV file, a JSON array or JSON Lines, and what is wrong with the rest."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], [Wrong(line, "this is not UTF-8: save the file as UTF-8")]
    rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    found: list[Known] = []
    wrong: list[Wrong] = []
    for line, row in rows:
        try:
            found.append(_known(row) if isinstance(row, Mapping) else _raise(row))
        except _Bad as problem:
            wrong.append(Wrong(line, str(problem)))
    if not found and not wrong:
        wrong.append(Wrong(1, "there is no decision in it: `patchwarden decisions export` writes such a file"))
    return found, wrong


def _raise(problem: str) -> Known:
    raise _Bad(problem)


_Rows = Iterator[tuple[int, Mapping[str, object] | str]]
"""The line at which a row begins, and its values or what is wrong with it."""


def _csv_rows(text: str) -> _Rows:
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","  # what spreadsheets of half of Europe write
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if not names:
            return
        if problem := _header_problem(names):
            yield 1, problem
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(names):
                yield line, dict(zip(names, map(_armed, cells), strict=True))
            elif cells:
                yield line, f"it has {len(cells)} cells and the first line {len(names)}: quote cells that hold commas"
            line = reader.line_num + 1
    except csv.Error as error:
        yield line, f"this is not CSV ({error}): export the table anew"


def _header_problem(names: Sequence[str]) -> str:
    if unknown := [name for name in names if name not in COLUMNS]:
        return f"unknown column {unknown[0][:40]!r}: known are {', '.join(COLUMNS)}"
    if missing := [name for name in _WANTED if name not in names]:
        return f"the column {missing[0]} is missing: the first line names the columns, at least {', '.join(_WANTED)}"
    return "" if len(set(names)) == len(names) else "a column is named twice: keep one of them"


def _json_rows(text: str) -> _Rows:
    """Objects one after the other, whether an array is around them or not."""
    decoder = json.JSONDecoder()
    position = _skip(text, 0)
    in_array = text.startswith("[", position)
    position += in_array
    ended = False
    while True:
        position = _skip(text, position)
        line = text.count("\n", 0, position) + 1
        if position >= len(text) or ended:
            if in_array and not ended:
                yield line, "the array does not end: the file was cut off, export it anew"
            elif position < len(text):
                yield line, "something stands behind the array: remove it"
            return
        if in_array and text[position] == "]":
            ended, position = True, position + 1
            continue
        try:
            row, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            said = getattr(error, "msg", type(error).__name__)
            yield text.count("\n", 0, getattr(error, "pos", position)) + 1, f"this is not JSON ({said}): mend it"
            return
        yield line, row if isinstance(row, dict) else "this is no object: a decision is an object with its columns"
        position = _skip(text, position)
        if in_array and text.startswith(",", position):
            position += 1


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _known(row: Mapping[str, object]) -> Known:
    """Raises :class:`_Bad`."""
    if unknown := [name for name in row if name not in COLUMNS]:
        raise _Bad(f"unknown key {unknown[0][:40]!r}: known are {', '.join(COLUMNS)}")
    cell = partial(_text, row)
    for name in _WANTED:
        if not cell(name):
            raise _Bad(f"{name} is empty: every decision needs {', '.join(_WANTED)}")
    fingerprint = cell("fingerprint")
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise _Bad("fingerprint is not 16 hex digits: copy the whole id of the finding, as its comment shows it")
    source = _one_of(DecisionSource, cell("source") or DecisionSource.IMPORT.value, "source")
    decision = Decision(
        fingerprint=fingerprint,
        rule=cell("rule"),
        path=cell("path"),
        by=cell("by"),
        at=_time(cell("at"), "at"),
        reason=cell("reason"),
        kind=_one_of(DecisionKind, cell("kind"), "kind") if cell("kind") else None,
        until=_read(date.fromisoformat, cell("until"), f"until is no date: {_DATE}") if cell("until") else None,
        change=cell("change"),
        comment=cell("comment"),
        source=source,
        alone=_flag(cell("alone"), "alone"),
    )
    if not decision.reason and source is DecisionSource.IMPORT:
        raise _Bad("reason is empty: say why, an auditor will ask")
    if len(decision.reason) > texts.LONGEST_REASON:
        raise _Bad(f"reason has {len(decision.reason)} characters: shorten it to {texts.LONGEST_REASON}")
    decision = texts.kept(decision)
    if cell("id") and cell("id") != decision.id:
        raise _Bad(f"id does not fit the rest of the row, which gives {decision.id}: leave the id empty")
    return Known(cell("scope"), cell("repository"), decision, _taken_back(row))


def _taken_back(row: Mapping[str, object]) -> TakenBack | None:
    at, by, why = (_text(row, f"revoked_{name}") for name in ("at", "by", "why"))
    if not at and (by or why):
        raise _Bad(f"revoked_at is empty, but it says by whom or why: {_TIME}")
    return TakenBack(_time(at, "revoked_at"), by, why) if at else None


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _Bad(f"{name} is no text: put it in quotes")
    return texts.path(str(value))


def _flag(text: str, name: str) -> bool:
    if text not in ("", "yes", "no"):
        raise _Bad(f"{name} is {text[:40]!r}: it must be yes, no or empty")
    return text == "yes"


def _time(text: str, name: str) -> int:
    """Seconds since the epoch; a time without a zone is UTC, as all that we write."""
    if text.isascii() and text.isdigit() and len(text) <= 12:
        seconds = int(text)
    else:
        moment = _read(datetime.fromisoformat, text, f"{name} is no time: {_TIME}")
        seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    if seconds != texts.time(seconds):
        raise _Bad(f"{name} is before 1970 or after 9999: {_TIME}")
    return seconds


def _one_of(kind: type[_Choice], text: str, name: str) -> _Choice:
    members = ", ".join(member.value for member in kind)
    return _read(kind, text, f"{name} is {text[:40]!r}: it must be one of {members}")


def _read(reader: Callable[[str], _Read], text: str, problem: str) -> _Read:
    try:
        return reader(text)
    except (ValueError, OverflowError):
        raise _Bad(problem) from None
