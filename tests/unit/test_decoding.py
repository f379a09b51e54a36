"""Untrusted data becomes typed values, or an error that names its place."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decoding import Misread, decode, decode_json


class Person(msgspec.Struct, frozen=True):
    login: str
    id: int | None = None


class Event(msgspec.Struct, frozen=True):
    number: int
    sender: Person
    labels: tuple[Person, ...] = ()


def test_what_the_shape_does_not_name_is_left_out() -> None:
    event = decode(Event, {"number": 3, "sender": {"login": "ada", "extra": [1]}, "more": None})
    assert event == Event(3, Person("ada"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"number": "3", "sender": {"login": "a"}}, "number: expected a whole number, got a text"),
        ({"number": 3, "sender": []}, "sender: expected a mapping, got a list"),
        ({"number": 3}, "`sender` is missing"),
        ({"number": 3, "sender": {}}, "sender: `login` is missing"),
        (
            {"number": 3, "sender": {"login": "a", "id": "x"}},
            "sender.id: expected a whole number or nothing, got a text",
        ),
        (
            {"number": 3, "sender": {"login": "a"}, "labels": [{"login": 1}]},
            "labels[0].login: expected a text, got a whole number",
        ),
        ([], "expected a mapping, got a list"),
    ],
)
def test_an_error_names_the_place_and_what_was_expected(data: object, message: str) -> None:
    with pytest.raises(Misread) as parsed:
        decode(Event, data)
    with pytest.raises(Misread) as written:
        decode_json(Event, json.dumps(data))
    assert [str(parsed.value), str(written.value)] == [message, message]


def test_half_a_character_is_said() -> None:
    """JSON may escape one half of a surrogate pair; Python reads it, and it cannot be written again."""
    with pytest.raises(Misread, match="lone surrogate"):
        decode(Event, json.loads('"\\ud800"'))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"{" * 9])
def test_no_json_is_said(data: bytes) -> None:
    with pytest.raises(Misread, match="is no JSON"):
        decode_json(Event, data)


_INSIDE = st.none() | st.booleans() | st.integers() | st.text()
_ANYTHING: st.SearchStrategy[Any] = st.recursive(_INSIDE, lambda x: st.lists(x) | st.dictionaries(st.text(), x))


@given(_ANYTHING)
def test_nothing_else_is_ever_raised(data: object) -> None:
    with suppress(Misread):
        decode(Event, data)
