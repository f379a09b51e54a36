"""Decisions as CSV and JSON: written and read back the same, and a wrong row is named with its line and the remedy."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Decision, DecisionKind, DecisionSource
from bot.store import Known, TakenBack
from bot.store.texts import clean, kept
from workers.cli.decision_files import COLUMNS, as_csv, as_json, as_row, read

TEXTS = st.text(max_size=40) | st.sampled_from(
    ["=1+1", "'=1", "''-x", "'tis", "@a", "\t=", "\r\n", 'a"b,c;d\n', "\x1b"]
)
NAMES = TEXTS.filter(bool)
TIMES = st.integers(0, 253_402_300_799)
DECISIONS = st.builds(
    Decision,
    fingerprint=st.text("0123456789abcdef", min_size=16, max_size=16),
    rule=NAMES,
    path=TEXTS,
    by=NAMES,
    at=TIMES,
    reason=NAMES,
    kind=st.none() | st.sampled_from(DecisionKind),
    until=st.none() | st.dates(),
    change=TEXTS,
    comment=TEXTS,
    source=st.sampled_from(DecisionSource),
    alone=st.booleans(),
).map(kept)
CLEAN = TEXTS.map(clean)
TAKEN_BACK = st.builds(TakenBack, TIMES, CLEAN, CLEAN)
KNOWN = st.builds(Known, CLEAN.filter(bool), CLEAN, DECISIONS, st.none() | TAKEN_BACK)
"""What a store can hold: its texts are clean."""
LISTS = st.lists(KNOWN, min_size=1, max_size=5)


@given(LISTS)
def test_what_is_written_is_read_back_the_same(known: Sequence[Known]) -> None:
    rows = [as_row(item) for item in known]
    lines = "\n".join(json.dumps(row) for row in rows)
    semicolons = io.StringIO()
    csv.writer(semicolons, delimiter=";").writerows(csv.reader(io.StringIO(as_csv(COLUMNS, rows), newline="")))
    for text in (as_csv(COLUMNS, rows), as_json(rows), lines, semicolons.getvalue(), "\ufeff" + as_csv(COLUMNS, rows)):
        assert read(text.encode()) == (list(known), [])


@given(LISTS)
def test_no_cell_is_a_formula(known: Sequence[Known]) -> None:
    text = as_csv(COLUMNS, [as_row(item) for item in known])
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.binary(max_size=200) | st.text(alphabet="[]{}\",:;\n'aid0", max_size=60).map(str.encode))
def test_whatever_stands_in_a_file_is_read_or_named(content: bytes) -> None:
    found, wrong = read(content)
    assert found or wrong
    assert all(problem.line >= 1 and problem.text for problem in wrong)


@given(LISTS, st.data())
def test_a_file_that_was_cut_off_is_noticed(known: Sequence[Known], data: st.DataObject) -> None:
    """An array, at least: of lines nobody knows how many there were."""
    content = as_json([as_row(item) for item in known]).rstrip().encode()
    assert read(content[: data.draw(st.integers(0, len(content) - 1))])[1]


ROW = {"scope": "github:42", "fingerprint": "abcdefabcdefabcd", "rule": "a.rule", "by": "ada", "at": 5, "reason": "x"}


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in read(text.encode())[1]]


def test_a_row_of_ones_own_needs_few_columns() -> None:
    expected = Decision("abcdefabcdefabcd", "a.rule", "", "ada", 5, "x", source=DecisionSource.IMPORT)
    text = "scope,fingerprint,rule,by,at,reason\ngithub:42,abcdefabcdefabcd,a.rule,ada,1970-01-01 00:00:05,x\n"
    for content in (text, json.dumps(ROW)):
        assert read(content.encode()) == ([Known("github:42", "", expected)], [])


def test_a_time_has_a_zone_or_is_utc() -> None:
    times = {"2026-11-29T13:14:16Z", "2026-11-29T14:14:16+01:00", "2026-11-29 13:14:16", "1795958056"}
    found, wrong = read("\n".join(json.dumps(ROW | {"at": at}) for at in times).encode())
    assert ({item.decision.at for item in found}, wrong) == ({1_795_958_056}, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scope": ""}, "scope is empty: every decision needs scope, fingerprint, rule, by, at"),
        ({"by": None}, "by is empty"),
        ({"fingerprint": "abcdef"}, "fingerprint is not 16 hex digits: copy the whole id of the finding"),
        ({"fingerprint": "ABCDEFABCDEFABCD"}, "fingerprint is not 16 hex digits"),
        ({"at": "yesterday"}, "at is no time: write it as 2026-11-29T13:14:16Z"),
        ({"at": "999999999999"}, "at is before 1970 or after 9999"),
        ({"at": "1969-12-31T23:59:59Z"}, "at is before 1970 or after 9999"),
        ({"at": "9" * 5_000}, "at is no time"),
        ({"at": True}, "at is no text: put it in quotes"),
        ({"at": 1.5}, "at is no text"),
        ({"rule": ["a"]}, "rule is no text"),
        ({"reason": ""}, "reason is empty: say why"),
        ({"reason": "x" * 501}, "reason has 501 characters: shorten it to 500"),
        ({"kind": "boring"}, "kind is 'boring': it must be one of false-positive, accepted-risk, not-useful, used-in"),
        ({"source": "a dream"}, "source is 'a dream': it must be one of command, deleted comment, policy file, import"),
        ({"until": "soon"}, "until is no date: write it as 2026-11-29"),
        ({"alone": "maybe"}, "alone is 'maybe': it must be yes, no or empty"),
        ({"id": "0000000000"}, "id does not fit the rest of the row, which gives"),
        ({"revoked_by": "eve"}, "revoked_at is empty, but it says by whom or why"),
        ({"revoked_at": "x"}, "revoked_at is no time"),
        ({"severity": "high"}, "unknown key 'severity': known are id, scope,"),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_the_remedy(change: dict[str, object], said: str) -> None:
    text = f"[\n{json.dumps(ROW)},\n\n{json.dumps(ROW | change)}\n]"
    found, wrong = read(text.encode())
    assert len(found) == 1
    assert [(problem.line, problem.text[: len(said)]) for problem in wrong] == [(4, said)]


HEADER = "scope,fingerprint,rule,by,at,reason\n"
LINE = "github:42,abcdefabcdefabcd,a.rule,ada,5,x\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "there is no decision in it"),
        ("[]", 1, "there is no decision in it"),
        (HEADER, 1, "there is no decision in it"),
        ("scope,colour\n", 1, "unknown column 'colour': known are"),
        ("scope,rule\n", 1, "the column fingerprint is missing: the first line names the columns"),
        (HEADER.replace("reason", "rule") + LINE, 1, "a column is named twice"),
        (HEADER + LINE + "a,b\n", 3, "it has 2 cells and the first line 6: quote cells that hold commas"),
        (HEADER + '"a\nb",abc,r,b,5,x\n' + LINE, 2, "fingerprint is not 16 hex digits"),
        (HEADER + LINE + '"a', 3, "this is not CSV ("),
        ('[{"scope": "a"', 1, "this is not JSON ("),
        (f"[{json.dumps(ROW)}", 1, "the array does not end: the file was cut off"),
        (f"[{json.dumps(ROW)}]\n[]", 2, "something stands behind the array"),
        (f"{json.dumps(ROW)}\n7", 2, "this is no object"),
        ("[" * 100_000, 1, "this is not JSON (RecursionError)"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole(text: str, line: int, said: str) -> None:
    (found,) = problems(text)
    assert (found[0], found[1][: len(said)]) == (line, said)


def test_a_file_that_is_not_utf_8() -> None:
    (problem,) = read(HEADER.encode() + LINE.replace("ada", "adä").encode("latin-1"))[1]
    assert (problem.line, problem.text) == (2, "this is not UTF-8: save the file as UTF-8")


def test_dates_of_all_years_are_written_and_read() -> None:
    known = Known("s", "r", Decision("a" * 16, "r", "", "b", 0, "x", until=date(1, 1, 1)))
    assert read(as_csv(COLUMNS, [as_row(known)]).encode()) == ([known], [])
