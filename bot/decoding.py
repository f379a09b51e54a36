"""Untrusted data as typed values, by msgspec. The one place that reads a mapping whose shape somebody else decides.

A shape is a frozen ``msgspec.Struct``; what it does not name is left out, so a host may add fields. msgspec was taken
over pydantic because it imports in a fifth of the time (the command line starts on every commit), brings no second
validation language and says the path of what is wrong; the sentences that people read are made here.
"""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

Shape = TypeVar("Shape")

_AT = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_EXPECTED = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>[^`]+)`")
_WORDS = {
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "null": "nothing",
    "object": "a mapping",
    "str": "a text",
}


class Misread(ValueError):
    """The data has another shape. ``str()`` names the place and what was expected there."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        """The path from the outermost value, e.g. ``rules[2].id``; empty where the whole is meant."""
        self.problem = problem


def decode(shape: type[Shape], data: object) -> Shape:
    """Parsed JSON, YAML or TOML as ``shape``.

    Raises :class:`Misread`, e.g. ``pull_request.number: expected a whole number, got a text``.
    """
    try:
        return msgspec.convert(data, shape, strict=True)
    except msgspec.ValidationError as error:
        raise _misread(error) from None
    except UnicodeEncodeError:
        raise Misread("", "there is half a character in it (a lone surrogate)") from None
    except ValueError:  # Python writes no integer of more than 4,300 digits, which msgspec asks it to
        raise Misread("", "there is a number in it that is too long") from None


def decode_json(shape: type[Shape], data: bytes | str) -> Shape:
    """A JSON document as ``shape``. Raises :class:`Misread`, also where ``data`` is no JSON."""
    try:
        return msgspec.json.decode(data, type=shape, strict=True)
    except msgspec.ValidationError as error:
        raise _misread(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Misread("", f"is no JSON: {error}") from None


def _misread(error: msgspec.ValidationError) -> Misread:
    text = str(error)
    place = ""
    if match := _AT.search(text):
        text, place = text[: match.start()], match["path"].lstrip(".").replace("[...]", "[]")
    for pattern, sentence in ((_MISSING, "`{name}` is missing"), (_UNKNOWN, "`{name}` is not known here")):
        if match := pattern.search(text):
            return Misread(place, sentence.format(name=match["name"]))
    if match := _EXPECTED.search(text):
        return Misread(place, f"expected {_words(match['wanted'])}, got {_words(match['got'])}")
    return Misread(place, text[:1].lower() + text[1:])


def _words(kinds: str) -> str:
    return " or ".join(_WORDS.get(kind.strip(), kind.strip()) for kind in kinds.split("|"))
