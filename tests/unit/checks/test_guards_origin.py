"""Guards: why a protection was there decides how clear its loss must be, and is quoted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pytest
from inline_snapshot import snapshot as golden

from bot.model import ChangedFile, Confidence, Finding, Origin
from bot.render.wording import LONGEST_MESSAGE
from tests.builders import changed_file, snapshot
from workers.checks.guards import Guards
from workers.checks.guards.origin import Purpose, purpose, reason
from workers.checks.guards.relevance import needed

SECURITY = "Fix path traversal in downloads (CVE-2024-1)"
REFUSAL = "Reject names that are too long"
OTHER = "Refactor the forms"


def origin(message: str, letter: str = "c") -> Origin:
    return Origin(letter * 40, 1_700_000_000, message)


@dataclass(frozen=True)
class Past:
    """Every line of the base came with these commits; ``None`` knows nothing."""

    messages: tuple[str, ...] | None

    def origins(self, base_path: str, lines: Collection[int]) -> Sequence[Origin] | None:
        assert lines
        return None if self.messages is None else [origin(message) for message in self.messages]


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
        ("Return 404 when the owner is gone", Purpose.REFUSAL),
        ("fix(api): do not allow empty names", Purpose.REFUSAL),
        (OTHER, Purpose.OTHER),
        ("test(sanitizer): more widths", Purpose.OTHER),
        ("refactor(vulnerability-scanner)!: rename things", Purpose.OTHER),
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


def test_less_of_a_reason_needs_a_clearer_loss() -> None:
    plain: frozenset[str] = frozenset()
    order = [Purpose.SECURITY, Purpose.REFUSAL, Purpose.BEGINNING, Purpose.OTHER]
    assert [needed(item, plain) for item in order] == sorted(needed(item, plain) for item in order)
    assert needed(Purpose.OTHER, frozenset({"refusing-error"})) < needed(Purpose.OTHER, plain)
    assert needed(Purpose.OTHER, frozenset({"clearly-weaker"})) == needed(Purpose.SECURITY, plain)
    only_that = frozenset({"alone", "guarded-place"})
    assert needed(Purpose.OTHER, only_that) < needed(Purpose.OTHER, frozenset({"refusing-error"}))
    assert needed(Purpose.OTHER, frozenset({"alone"})) == needed(Purpose.OTHER, plain)


CHECK = "    if len(name) > 100:\n        return error(name)\n"
"""Neither its words nor its place say what it is for."""
BASE = f"def save(form, name):\n    data = load(form)\n{CHECK}    trace(name)\n    return store(name, data)\n"
ACCESS = "    if not has_permission(form.user, name):\n        raise PermissionDenied(name)\n"


def lost(check: str) -> ChangedFile:
    base = BASE.replace(CHECK, check)
    return changed_file("app/forms.py", base, base.replace(check, ""))


def findings(check: str, past: Past) -> list[Finding]:
    return list(Guards().run(snapshot(lost(check), history=past)).head)


@pytest.mark.parametrize(
    ("check", "messages", "confidence"),
    [
        (CHECK, None, Confidence.MEDIUM),
        (CHECK, (SECURITY,), Confidence.MEDIUM),
        (CHECK, (REFUSAL,), Confidence.LOW),
        (CHECK, (OTHER,), Confidence.LOW),
        (CHECK, (), Confidence.LOW),
        (ACCESS, (OTHER,), Confidence.HIGH),
        (ACCESS, (), Confidence.HIGH),
    ],
    ids=["not known", "security", "a refusal", "other", "with its file", "its error tells", "as old, its error tells"],
)
def test_where_it_is_told(check: str, messages: tuple[str, ...] | None, confidence: Confidence) -> None:
    """Never less than in the summary: history says how much to make of a loss, not whether there is one."""
    (finding,) = findings(check, Past(messages))
    assert finding.confidence is confidence


@pytest.mark.parametrize(("path", "confidence"), [("app/forms.py", Confidence.LOW), ("app/auth.py", Confidence.MEDIUM)])
def test_a_file_about_protection_says_what_its_checks_are_for(path: str, confidence: Confidence) -> None:
    file = changed_file(path, BASE, BASE.replace(CHECK, ""))
    (finding,) = Guards().run(snapshot(file, history=Past((OTHER,)))).head
    assert finding.confidence is confidence


def test_the_commit_is_quoted() -> None:
    (finding,) = findings(ACCESS, Past((OTHER, "Fix `auth` bypass @mona #12")))
    assert finding.message == golden(
        "Line 3 of the base had `if not has_permission(form.user, name): raise PermissionDenied(name)` in front of "
        "`trace(name)`, and nothing in the change takes its place. It came with cccccccccc of 2023-11-14 "
        "(`Fix 'auth' bypass @mona #12`). Who may reach this now who could not before?"
    )


def test_a_commit_that_says_nothing_is_not_quoted() -> None:
    (with_past,) = findings(ACCESS, Past((OTHER,)))
    (without,) = findings(ACCESS, Past(None))
    assert with_past.message == without.message


def test_history_changes_no_identity() -> None:
    """What was told stays told when a host stops telling the past."""
    (with_past,) = findings(ACCESS, Past((SECURITY,)))
    (without,) = findings(ACCESS, Past(None))
    assert (with_past.identity, with_past.rule, with_past.span) == (without.identity, without.rule, without.span)


def test_a_change_that_loses_nothing_asks_for_nothing() -> None:
    class Closed:
        def origins(self, base_path: str, lines: Collection[int]) -> Sequence[Origin] | None:
            raise AssertionError(f"{base_path} was asked for")

    file = changed_file("app/forms.py", BASE, BASE + "\n\ndef more():\n    return 1\n")
    assert Guards().run(snapshot(file, history=Closed())).head == ()


def test_however_long_its_parts_the_question_is_asked() -> None:
    long = " and ".join(f"not is_allowed(form.attribute_of_it_{number})" for number in range(20))
    check = f"    if {long}:\n        raise PermissionDenied('{'because ' * 30}')\n"
    base = BASE.replace(CHECK, check).replace("    trace(name)", f"    trace_the_name({'name, ' * 40}name)")
    places = [f"app/{'deep/' * 30}forms{number}.py" for number in range(6)]
    files = [changed_file(path, base, base.replace(check, "")) for path in places]
    (finding,) = Guards().run(snapshot(*files, history=Past(("Fix a bypass " * 20,)))).head
    assert len(finding.message) <= LONGEST_MESSAGE
    assert finding.message.endswith("Who may reach this now who could not before?")
