"""Guards: why a protection was there is quoted, and asked of the right lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Origin
from tests.unit.checks.guards.losses import loss
from workers.checks.guards.model import How
from workers.checks.guards.origin import Purpose, asked, purpose, reason

SECURITY = "Fix path traversal in downloads (CVE-2024-1)"
REFUSAL = "Reject names that are too long"
OTHER = "Refactor the forms"


def origin(message: str) -> Origin:
    return Origin("c" * 40, 1_700_000_000, message)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (SECURITY, Purpose.SECURITY),
        ("Escape search filters", Purpose.SECURITY),
        ("[fix] route /complete: escape '<' in the response", Purpose.SECURITY),
        ("Mask passwords in exceptions", Purpose.SECURITY),
        ("Trim separators\n\nThey led to an open redirect.", Purpose.SECURITY),
        ("feat(security): more headers", Purpose.SECURITY),
        (REFUSAL, Purpose.REFUSAL),
        ("Raise ValueError if the name is too long", Purpose.REFUSAL),
        ("fix(api): do not allow empty names", Purpose.REFUSAL),
        (OTHER, Purpose.OTHER),
        ("test(sanitizer): more widths", Purpose.OTHER),
        ("Use the new security module" + "\n\nlong" + " words" * 400, Purpose.SECURITY),
        ("Merge branch 'dev'\n\n" + "* Fix XSS\n* Fix typo\n" * 100, Purpose.OTHER),
        ("Allow exports", Purpose.OTHER),
        ("", Purpose.OTHER),
    ],
)
def test_what_a_commit_was_for(message: str, expected: Purpose) -> None:
    assert purpose(origin(message)) is expected


@pytest.mark.parametrize(
    ("messages", "expected", "quoted"),
    [
        (None, None, None),
        ((), Purpose.BEGINNING, None),
        ((OTHER,), Purpose.OTHER, None),
        ((OTHER, REFUSAL), Purpose.REFUSAL, REFUSAL),
        ((REFUSAL, OTHER, SECURITY), Purpose.SECURITY, SECURITY),
    ],
)
def test_the_reason_that_says_most(
    messages: tuple[str, ...] | None, expected: Purpose | None, quoted: str | None
) -> None:
    found = reason(None if messages is None else [origin(message) for message in messages])
    assert (found and found.purpose) is expected
    assert (found.origin.subject if found and found.origin else None) == quoted
    assert bool(found and found.is_security) == (expected is Purpose.SECURITY)


GONE = loss(
    "app/views.py",
    """\
 def f(user):
-    if not user.is_staff:
-        raise PermissionDenied()
     go()
""",
    "if not user.is_staff:",
    lines=2,
    reached="go()",
)


def test_the_removed_lines_of_a_protection_are_asked_about() -> None:
    assert asked(GONE) == ("app/views.py", frozenset({2, 3}))


def test_a_protection_that_still_stands_is_asked_about_where_it_stands() -> None:
    stands = replace(GONE, protection=replace(GONE.protection, line=1, end_line=1))
    assert asked(stands) == ("app/views.py", frozenset({1}))


def test_of_new_code_nothing_is_asked() -> None:
    assert asked(replace(GONE, how=How.MISSING)) is None


@given(st.lists(st.text(max_size=200), max_size=4))
def test_a_commit_is_quoted_only_for_what_it_says(messages: list[str]) -> None:
    found = reason([origin(message) for message in messages])
    assert found is not None
    quotable = found.purpose in (Purpose.SECURITY, Purpose.REFUSAL)
    assert (found.origin is not None) == quotable
    assert found.origin is None or purpose(found.origin) is found.purpose
