"""Asking for the past: of git, or of a host; once for each file, and at no cost where nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.model import Blamed
from tests.builders import change
from tests.fakes.repository import Repository
from workers.change.blame import CachedBlame, GitBlame, Unreadable
from workers.change.git import Git
from workers.checks.guards import Guards
from workers.local.reviewing import review_local


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "app.git")
    made.commit("main", {"app.py": "a = 1\nb = 2\nc = 3\n", "one.py": "x = 1\n"}, "Begin")
    made.commit("main", {"app.py": "a = 1\nb = 9\nc = 3\n"}, "Limit b\n\nNobody needs more.\n")
    made.commit("main", {"app.py": "a = 1\nb = 9\nc  =  3\nd = 4\n"}, "Add d")
    return made


def cached(repository: Repository, directory: Path | None = None) -> CachedBlame:
    return CachedBlame(GitBlame(Git(directory or repository.git_dir), repository.resolve("main")), change())


def test_git_tells_what_brought_a_line(repository: Repository) -> None:
    (origin,) = cached(repository).origins("app.py", {1, 2}) or ()
    assert origin.commit == repository.resolve("main~1")
    assert (origin.subject, origin.message) == ("Limit b", "Limit b\n\nNobody needs more.")


@pytest.mark.parametrize(
    ("path", "lines", "expected"),
    [
        ("app.py", {1}, []),
        ("app.py", {3}, []),
        ("app.py", {2, 4}, ["Add d", "Limit b"]),
        ("one.py", {1}, None),
        ("none.py", {1}, None),
    ],
    ids=["as old as its file", "only spaces were touched", "the newest first", "a file of one commit", "no file"],
)
def test_the_past_of_lines(repository: Repository, path: str, lines: set[int], expected: list[str] | None) -> None:
    found = cached(repository).origins(path, lines)
    assert (found if found is None else [origin.subject for origin in found]) == expected


def test_a_shallow_clone_knows_nothing(repository: Repository, tmp_path: Path) -> None:
    """Its oldest commit seems to have brought everything."""
    shallow = Repository(tmp_path / "shallow.git")
    shallow.git("fetch", "-q", "--depth=2", repository.url, "main")
    assert cached(repository, shallow.git_dir).origins("app.py", {2}) is None


@dataclass
class Past:
    """A source that counts what it is asked, and refuses the commits it does not know."""

    messages: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def blame(self, path: str) -> Sequence[Blamed]:
        self.asked.append(path)
        if path != "app.py":
            raise Unreadable("there is no such file")
        return [Blamed(range(n, n + 1), letter * 40, ord(letter)) for n, letter in enumerate("abcdefb", start=1)]

    def message(self, commit: str) -> str:
        self.asked.append(commit[0])
        if commit[0] not in self.messages:
            raise Unreadable("there is no such commit")
        return self.messages[commit[0]]


def test_each_file_and_commit_is_asked_for_once() -> None:
    past = Past({"b": "B", "c": "C"})
    history = CachedBlame(past, change())
    assert [len(history.origins("app.py", lines) or ()) for lines in ({1}, {2}, {7}, {2, 3})] == [0, 1, 1, 2]
    assert past.asked == ["app.py", "b", "c"]


def test_of_many_commits_the_newest_are_asked() -> None:
    past = Past(dict.fromkeys("bcdef", "said"))
    assert [origin.commit[0] for origin in CachedBlame(past, change()).origins("app.py", range(1, 8)) or ()] == [
        "f",
        "e",
        "d",
    ]


@pytest.mark.parametrize(("path", "known"), [("other.py", "b"), ("app.py", "")], ids=["no blame", "no message"])
def test_what_cannot_be_told_is_logged_and_not_known(path: str, known: str, caplog: pytest.LogCaptureFixture) -> None:
    past = Past(dict.fromkeys(known, "said"))
    history = CachedBlame(past, change())
    assert [history.origins(path, {2}), history.origins(path, {2})] == [None, None]
    (record,) = caplog.records
    assert "github:octo/app#7" in record.getMessage()


def test_who_cannot_answer_is_not_asked_for_ever() -> None:
    """A host that lets every request wait would cost the check its time."""
    past = Past(dict.fromkeys("bcdef", "said"))
    history = CachedBlame(past, change())
    assert [history.origins(f"{number}.py", {1}) for number in range(5)] == [None] * 5
    assert past.asked == ["0.py", "1.py"]


CHECK = "    if not user.may_read(path):\n        raise PermissionDenied(path)\n"
GUARDED = f"def send(path, user):\n{CHECK}    return load(path)\n"


def test_a_review_on_this_machine_quotes_the_commit(tmp_path: Path) -> None:
    made = Repository(tmp_path / "app.git")
    bare = GUARDED.replace(CHECK, "")
    for text, message in ((bare, "Begin"), (GUARDED, "Fix an authorization bypass"), (bare, "Simplify")):
        made.commit("main", {"app.py": text}, message)
    done = review_local(made.git_dir, "main~1..main", [Guards()], {})
    (observation,) = done.review.observations
    assert f"It came with {made.resolve('main~1')[:10]} of 2023-11-14" in observation.finding.message
    assert "`Fix an authorization bypass`" in observation.finding.message
    assert done.removed_at == {("app.py", 2): 1}, "where the removed lines stood"
