"""A Gerrit account that cannot work is refused with the remedy, and no secret is ever shown."""

from __future__ import annotations

import pytest

from bot.hosts.gerrit.names import change_path, change_ref
from tests.gerrit.test_events import settings


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "http://review.example.org", "must begin with https://"),
        ("url", "", "must begin with https://"),
        ("url", "https://me:pass@review.example.org", "a plain URL"),
        ("url", "https://review.example.org/?q=1", "a plain URL"),
        ("url", "https://review.example.org/a", "without the final /a"),
        ("username", "", "user name and its HTTP password"),
        ("password", "", "user name and its HTTP password"),
        ("username", "a:b", "no colon"),
        ("password", "x" * 72, "at most 71 characters"),
        ("marker_key", b"", "marker key is missing"),
        ("label", "Security Review", "not a label"),
        ("projects", ("good", "../bad"), "not a project's name"),
    ],
)
def test_what_cannot_work_says_so(field: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        settings(**{field: value})
    assert "pass@" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(settings(password="a password", webhook_secret="a secret", marker_key=b"a key"))
    assert not {"a password", "a secret", "a key"} & set(shown.split("'"))


def test_a_path_below_which_gerrit_is_served_is_kept() -> None:
    assert settings(url="https://example.org/r/").clone_url("grp/a b") == "https://example.org/r/a/grp/a%20b"


def test_a_name_that_no_project_has_never_becomes_a_url() -> None:
    with pytest.raises(ValueError, match="not a project's name"):
        settings().clone_url("../../etc")


def test_how_a_change_is_named() -> None:
    assert change_path("grp/a b", 7) == "/changes/grp%2Fa%20b~7"
    assert [change_ref(number, 3) for number in (2, 1234)] == ["refs/changes/02/2/3", "refs/changes/34/1234/3"]
