"""Commits and trees that no git of today writes, over real git HTTP: read where they are harmless, else said once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.hosts.base import GitSource, HostError, HostUnavailable, Unreviewable
from tests.builders import change
from tests.fakes.git_server import GitServer
from tests.fakes.repository import Repository
from tests.fakes.serving import Server
from workers.change import fetch_errors, odd_objects, snapshot
from workers.change.fetch_errors import Final, OddObject

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_WHO = b"A <a@b> 1 +0000"
_PEOPLE = b"author %s\ncommitter %s\n" % (_WHO, _WHO)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


def made(repository: Repository, kind: str, content: bytes) -> str:
    return repository.git("hash-object", "-t", kind, "-w", "--literally", "--stdin", stdin=content)


def commit(repository: Repository, tree: str, people: bytes = _PEOPLE, message: bytes = b"x\n") -> str:
    return made(repository, "commit", b"tree %s\n%s\n%s" % (tree.encode(), people, message))


def entries(repository: Repository, *rows: tuple[bytes, str]) -> str:
    """A tree of ``(mode and name, id)``, as they come."""
    return made(repository, "tree", b"".join(row + b"\0" + bytes.fromhex(name) for row, name in rows))


def blob(repository: Repository, content: bytes) -> str:
    return made(repository, "blob", content)


def reviewed(repository: Repository, base: str, head: str) -> dict[str, str | None]:
    with (
        GitServer({"octo/app": repository.git_dir}) as server,
        snapshot.remote(change(merge_base=base, head=head), GitSource(server.url("octo/app"))) as seen,
    ):
        return {file.path: file.head_text for file in seen.files}


_ODD_PEOPLE = {
    "badTimezone": b"author A <a@b> 1 +51800\ncommitter %s\n" % _WHO,
    "missingEmail": b"author A 1 +0000\ncommitter %s\n" % _WHO,
    "missingSpaceBeforeDate": b"author A <a@b>1 +0000\ncommitter %s\n" % _WHO,
    "missingSpaceBeforeEmail": b"author A<a@b> 1 +0000\ncommitter %s\n" % _WHO,
    "missingNameBeforeEmail": b"author <a@b> 1 +0000\ncommitter %s\n" % _WHO,
    "badEmail": b"author A <a@b 1 +0000\ncommitter %s\n" % _WHO,
    "badName": b"author A> <a@b> 1 +0000\ncommitter %s\n" % _WHO,
    "badDate": b"author A <a@b> x +0000\ncommitter %s\n" % _WHO,
    "badDateOverflow": b"author A <a@b> 99999999999999999999 +0000\ncommitter %s\n" % _WHO,
    "zeroPaddedDate": b"author A <a@b> 01 +0000\ncommitter %s\n" % _WHO,
    "missingAuthor": b"committer %s\n" % _WHO,
    "missingCommitter": b"author %s\n" % _WHO,
    "multipleAuthors": b"author %s\nauthor %s\ncommitter %s\n" % (_WHO, _WHO, _WHO),
}


@pytest.mark.parametrize("kind", sorted(_ODD_PEOPLE))
def test_odd_people_and_times_are_read(repository: Repository, kind: str) -> None:
    base = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"one\n"))), _ODD_PEOPLE[kind])
    head = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"two\n"))))
    assert kind in odd_objects.HARMLESS
    assert reviewed(repository, base, head) == {"a.py": "two\n"}


def test_a_message_with_a_null_byte_is_read(repository: Repository) -> None:
    base = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"one\n"))), message=b"x\0y\n")
    head = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"two\n"))))
    assert reviewed(repository, base, head) == {"a.py": "two\n"}


def test_zero_padded_and_odd_modes_are_read(repository: Repository) -> None:
    one, two = blob(repository, b"one\n"), blob(repository, b"two\n")
    base = commit(
        repository,
        entries(repository, (b"100664 a.py", one), (b"040000 lib", entries(repository, (b"100644 b.py", one)))),
    )
    head = commit(
        repository,
        entries(repository, (b"100664 a.py", two), (b"040000 lib", entries(repository, (b"0100644 b.py", two)))),
    )
    assert reviewed(repository, base, head) == {"a.py": "two\n", "lib/b.py": "two\n"}


def test_odd_submodules_are_a_text(repository: Repository) -> None:
    base = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"one\n"))))
    modules = b'[submodule "../x"]\n\tpath = -x\n\turl = -u./x\n\tupdate = !sh\n'
    head = commit(repository, entries(repository, (b"100644 .gitmodules", blob(repository, modules))))
    assert reviewed(repository, base, head) == {".gitmodules": modules.decode(), "a.py": None}


def _misleading(repository: Repository, kind: str) -> str:
    one, two = blob(repository, b"one\n"), blob(repository, b"two\n")
    return entries(
        repository,
        *{
            "duplicateEntries": ((b"100644 a.py", one), (b"100644 a.py", two)),
            "treeNotSorted": ((b"100644 b.py", one), (b"100644 a.py", two)),
            "hasDotgit": ((b"100644 .git", one),),
            "hasDotdot": ((b"100644 ..", one),),
            "hasDot": ((b"100644 .", one),),
            "fullPathname": ((b"100644 a/b.py", one),),
            "nullSha1": ((b"100644 a.py", "0" * 40),),
        }[kind],
    )


@pytest.mark.parametrize("harmless", [False, True], ids=["alone", "beside-a-harmless-one"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("duplicateEntries", "names one file twice"),
        ("treeNotSorted", "out of order"),
        ("hasDotgit", "called `.git`"),
        ("hasDotdot", "called `..`"),
        ("hasDot", "called `.`"),
        ("fullPathname", "has a slash"),
        ("nullSha1", "leads to no object"),
    ],
)
def test_a_tree_that_misleads_is_refused_by_its_name(
    repository: Repository, kind: str, words: str, *, harmless: bool
) -> None:
    """A harmless oddity beside it opens no door."""
    people = _ODD_PEOPLE["badTimezone"] if harmless else _PEOPLE
    base = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"one\n"))), people)
    tree = _misleading(repository, kind)
    head = commit(repository, entries(repository, (b"40000 lib", tree)), people)
    with pytest.raises(Unreviewable) as caught:
        reviewed(repository, base, head)
    assert caught.value.reason.startswith(f"git refuses the object {tree} of the repository: ")
    assert words in caught.value.reason


@pytest.mark.parametrize(
    "content",
    [b"100644 \0" + bytes(19) + b"x", b"100644 a\0" + bytes(9)],
    ids=["without-a-name", "cut"],
)
def test_what_its_own_server_cannot_read_is_said(repository: Repository, content: bytes) -> None:
    base = commit(repository, entries(repository, (b"100644 a.py", blob(repository, b"one\n"))))
    head = commit(repository, made(repository, "tree", content))
    with pytest.raises(Unreviewable, match="the server cannot read its own repository"):
        reviewed(repository, base, head)


_SAID: list[tuple[str, type[HostError]]] = [
    ("fatal: unable to access 'https://h/': The requested URL returned error: 500", HostUnavailable),
    ("fatal: unable to access 'https://h/': The requested URL returned error: 502", HostUnavailable),
    ("fatal: unable to access 'https://h/': The requested URL returned error: 429", HostUnavailable),
    ("fatal: unable to access 'https://h/': The requested URL returned error: 403", HostUnavailable),
    ("fatal: Authentication failed for 'https://h/'", HostUnavailable),
    ("fatal: unable to access 'https://h/': The requested URL returned error: 301", HostUnavailable),
    ("error: RPC failed; curl 56 Recv failure: Connection reset by peer", HostUnavailable),
    ("fatal: unable to access 'https://h/': Could not resolve host: h", HostUnavailable),
    ("fatal: unable to access 'https://h/': Failed to connect to h port 443: Connection refused", HostUnavailable),
    ("fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF", HostUnavailable),
    ("`git` did not end within 240 s", HostUnavailable),
    ("fatal: cannot create temporary file: No space left on device", HostUnavailable),
    ("something nobody has seen", HostUnavailable),
    ("remote: Repository not found.\nfatal: repository 'https://h/' not found", Final),
    ("fatal: unable to access 'https://h/': The requested URL returned error: 404", Final),
    (f"fatal: remote error: upload-pack: not our ref {'a' * 40}", fetch_errors.NotServed),
    (f"error: Server does not allow request for unadvertised object {'a' * 40}", fetch_errors.NotServed),
    ("fatal: couldn't find remote ref refs/heads/main", fetch_errors.NoRef),
    (f"error: object {'a' * 40}: treeNotSorted: not properly sorted\nfatal: fsck error", OddObject),
    (f"error in tree {'a' * 40}: hasDotgit: contains '.git'", OddObject),
    ("fatal: Out of memory, malloc failed (tried to allocate 4294967296 bytes)", fetch_errors.Unfit),
    ("error: index-pack died of signal 25", fetch_errors.Unfit),
]


@pytest.mark.parametrize(("said", "kind"), _SAID)
def test_the_errors_of_git_are_told_apart(said: str, kind: type[HostError]) -> None:
    error = fetch_errors.of("git fetch from h failed", f"`git` ended with 128: {said}")
    assert type(error) is kind


def test_what_git_says_of_objects_that_are_here_is_final_but_for_what_passes() -> None:
    assert type(fetch_errors.of_reading("fatal: something nobody has seen")) is Final
    assert type(fetch_errors.of_reading("`git` did not end within 240 s")) is HostUnavailable


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        ("301 Moved Permanently", HostUnavailable, "the repository was renamed while it was read"),
        ("307 Temporary Redirect", HostUnavailable, "the repository was renamed while it was read"),
        ("401 Unauthorized", HostUnavailable, "git fetch from"),
        ("403 Forbidden", HostUnavailable, "git fetch from"),
        ("404 Not Found", Final, "no such repository"),
        ("429 Too Many Requests", HostUnavailable, "git fetch from"),
        ("500 Internal Server Error", HostUnavailable, "git fetch from"),
        ("503 Service Unavailable", HostUnavailable, "git fetch from"),
    ],
)
def test_a_server_that_answers_otherwise(status: str, kind: type[HostError], words: str) -> None:
    """No redirect is followed: the host's API tells the new name when the change is read again."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, [("Location", "http://127.0.0.1:9/octo/renamed.git/info/refs?service=git-upload-pack")])
        return [b"no"]

    with (
        Server(application) as server,
        pytest.raises(kind, match=words) as caught,
        snapshot.remote(change(), GitSource(f"{server.origin}/octo/app.git")),
    ):
        pass
    assert type(caught.value) is kind
