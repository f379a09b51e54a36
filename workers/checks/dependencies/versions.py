"""The order of versions: Python's by ``packaging``, the others' by their own rules (ADR 0008 says why by no library).

A version is untrusted text of any length: no key raises, and none costs more than the length of its version.
"""

from __future__ import annotations

import re
from itertools import takewhile

_PART = re.compile(r"[0-9]+|[A-Za-z]+")
_SEMANTIC = frozenset({"npm", "go", "cargo"})
_RELEASE = frozenset({"final", "ga", "release"})
"""Words that say nothing."""
_AFTER = frozenset({"p", "patch", "pl", "post", "sp"})
"""Words that come after the release; all others make a pre-release."""

Key = tuple[object, ...]
_Part = tuple[int, int, str]
_EARLIEST, _EARLY, _END, _LATE, _NUMBER = range(5)
"""How the parts of a version follow each other: ``1.0-dev``, ``1.0-rc``, ``1.0``, ``1.0-p1``, ``1.0.1``."""


def order(ecosystem: str, version: str) -> Key:
    """A key that sorts the versions of one ecosystem; what stands behind a ``+`` (a build) does not count.

    E.g. ``1.0rc1`` is before ``1.0``, and so is ``v1.0.0-20250403174932-29230038a667``, Go's name for a commit.
    """
    plain = version.removeprefix("v").partition("+")[0]
    if ecosystem == "python":
        return _python(plain)
    return _semantic(plain) if ecosystem in _SEMANTIC else _by_words(plain)


def _python(version: str) -> Key:
    """PEP 440; what is no such version is before all that are."""
    from packaging.version import Version  # not at the start of every command: most changes compare no versions

    try:
        return 1, Version(version)
    except ValueError:  # no version, or a number of thousands of digits
        return 0, _by_words(version)


def _semantic(version: str) -> Key:
    """https://semver.org, number 11: whatever stands behind a dash makes a pre-release."""
    numbers, _, early = version.partition("-")
    return _by_words(numbers), not early, tuple(map(_identifier, early.split(".")))


def _identifier(part: str) -> _Part:
    return _number(part, _EARLY) if re.fullmatch(r"[0-9]+", part) else (_END, 0, part)


def _by_words(version: str) -> Key:
    """Maven, RubyGems and Composer: numbers by value, zeros at their end do not count, most words are pre-releases."""
    parts = [part for part in _PART.findall(version.lower()) if part not in _RELEASE]
    numbers = list(takewhile(str.isdigit, parts))
    rest = parts[len(numbers) :]
    while numbers and not numbers[-1].strip("0"):
        numbers.pop()
    return *map(_part, numbers), *map(_part, rest), (_END, 0, "")


def _part(part: str) -> _Part:
    if part.isdigit():
        return _number(part, _NUMBER)
    rank = _LATE if part in _AFTER else _EARLIEST if part == "dev" else _EARLY
    return rank, 0, part


def _number(digits: str, rank: int) -> _Part:
    """By value, and never as a number: Python refuses to read one of more than 4,300 digits."""
    value = digits.lstrip("0")
    return rank, len(value), value
