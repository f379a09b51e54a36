"""Gerrit under the contract: one rig over REST, for the stateful fake and for a real server."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import requests

from bot import markers
from bot.hosts.gerrit import Gerrit, GerritSettings
from bot.markers import MarkerKind, Scope
from bot.model import ChangeRef, Side, Sign
from tests.contract.rig import Failure, Files, Past, Seen, Who
from tests.fakes import gerrit as fakes
from tests.fakes.gerrit import FakeGerrit, Gate
from tests.fakes.repository import Repository
from tests.gerrit.real_server import RealGerrit

KEY = b"the key of the contract's markers"
LABEL = "Security-Review"
_DELETED = "Comment removed by: "
_FAILURES = {
    Failure.UNAVAILABLE: fakes.Failure.LOCK,
    Failure.ANSWER_LOST: fakes.Failure.LOST,
    Failure.RATE_LIMITED: fakes.Failure.QUOTA,
}


USERS = {Who.AUTHOR: "mallory", Who.MAINTAINER: "mona", Who.STRANGER: "stan", Who.BOT: "robo"}


class Server(Protocol):
    """A Gerrit with one project for this rig, and with the users ``patchwarden``, ``admin`` and :data:`USERS`."""

    url: str
    project: str
    gate: Gate

    def password(self, user: str) -> str: ...

    def set_branch(self, git: Repository, branch: str, sha: str) -> None:
        """Points a branch of the project at a commit of this repository."""
        ...

    def upload(self, git: Repository, branch: str, sha: str, change_id: str) -> int:
        """What mallory's ``git push … refs/for/<branch>`` does; the change's number."""
        ...

    def let_read(self, written: str) -> None:
        """Lets the time pass that people need to read what was written then. It is a second at least, and what one
        person sends within a second has no order."""
        ...

    def violations(self) -> Sequence[object]: ...


@dataclass
class _Branch:
    """What a change is made of, so that its next patch set can be."""

    name: str
    target: str
    change_id: str
    message: str
    files: dict[str, str | None] = field(default_factory=dict)


class GerritRig:
    """A :class:`~tests.contract.rig.HostRig` over one project."""

    failures = frozenset(Failure)
    edits = False

    def __init__(self, server: Server, directory: Path, marker_key: bytes = KEY) -> None:
        self.server = server
        self.git = Repository(directory / "work.git")
        server.set_branch(self.git, "main", self.git.commit("main", {"README.md": "An application.\n"}))
        self.settings = GerritSettings(
            url=server.url,
            username=fakes.server.BOT,
            password=server.password(fakes.server.BOT),
            webhook_secret="a secret of the contract",
            marker_key=marker_key,
            allow_http=True,
            projects=(server.project,),
            lag=(),
        )
        self._changes: dict[int, _Branch] = {}
        self._names = (f"change-{number}" for number in itertools.count(1))

    def open_change(self, base: Files, head: Files, message: str = "Change", past: Past = ()) -> ChangeRef:
        name = next(self._names)
        seed = f"{self.server.project} {name}".encode()
        branch = _Branch(name, f"{name}-target", f"I{hashlib.sha1(seed, usedforsecurity=False).hexdigest()}", message)
        self.git.branch(branch.target, self.git.resolve("main"))
        for said, files in (*past, ("Change", base)):
            self.git.commit(branch.target, dict(files), said)
        self.server.set_branch(self.git, branch.target, self.git.resolve(branch.target))
        number = self._upload(branch, head)
        self._changes[number] = branch
        return ChangeRef(self.settings.name, self.server.project, number)

    def open_root_change(self, files: Files) -> ChangeRef:
        """A project's first change: its commit has no parent."""
        change_id = f"I{hashlib.sha1(b'root', usedforsecurity=False).hexdigest()}"
        sha = self.git.root_commit("root", dict(files), f"Begin\n\nChange-Id: {change_id}\n")
        return ChangeRef(self.settings.name, self.server.project, self.server.upload(self.git, "main", sha, change_id))

    def push(self, ref: ChangeRef, files: Files) -> str:
        branch = self._changes[ref.number]
        self._upload(branch, files)
        return self.git.resolve(branch.name)

    def rebase(self, ref: ChangeRef) -> str:
        """Moves the target branch on, and the change to its new tip: a trivial rebase."""
        branch = self._changes[ref.number]
        tip = self.git.commit(branch.target, {"elsewhere.txt": f"{branch.name}\n"})
        self.server.set_branch(self.git, branch.target, tip)
        return self.push(ref, {})

    def reword(self, ref: ChangeRef, message: str) -> str:
        """A patch set with the same files and another commit message."""
        self._changes[ref.number].message = message
        return self.push(ref, {})

    def _upload(self, branch: _Branch, files: Files) -> int:
        branch.files |= files
        message = f"{branch.message}\n\nChange-Id: {branch.change_id}\n"
        sha = self.git.commit(branch.name, branch.files, message, start=branch.target)
        return self.server.upload(self.git, branch.target, sha, branch.change_id)

    def host(self) -> Gerrit:
        return Gerrit(self.settings)

    def comments(self, ref: ChangeRef) -> Sequence[Seen]:
        seen = []
        for path, first, *below in self._threads(ref):
            seen.append(
                Seen(
                    id=first["id"],
                    ours=first["author"]["username"] == fakes.server.BOT,
                    path="" if path == "/PATCHSET_LEVEL" else path,
                    line=first.get("line"),
                    side=Side.BASE if first.get("side") == "PARENT" else Side.HEAD,
                    text=first["message"],
                    replies=tuple(reply["message"] for reply in below),
                    closed=not [first, *below][-1]["unresolved"],
                )
            )
        return seen

    def _threads(self, ref: ChangeRef) -> list[tuple[Any, ...]]:
        """Each thread as its path and its comments: by time, and within a second by what they reply to.

        A deleted comment keeps its place, its author and its state, and nothing of what it said: it is left out.
        """
        listed = [(path, item) for path, items in self._get(ref, "/comments").items() for item in items]
        parents = {item["id"]: item.get("in_reply_to") for _, item in listed}

        def up(comment: str) -> list[str]:
            parent = parents[comment]
            return [comment, *(up(parent) if parent else ())]

        found = []
        for path, item in listed:
            if not item.get("in_reply_to") and not item["message"].startswith(_DELETED):
                inside = [one for _, one in listed if up(one["id"])[-1] == item["id"]]
                found.append((path, *sorted(inside, key=lambda one: (one["updated"], len(up(one["id"]))))))
        return found

    def shown(self, ref: ChangeRef) -> Sequence[tuple[str, int | None]]:
        """Those of the current patch set, and those of older ones that it shows as its own."""
        change = self._get(ref, "/?o=CURRENT_REVISION&o=ALL_REVISIONS")
        sha = change["current_revision"]
        current = change["revisions"][sha]["_number"]
        ported = self._get(ref, f"/revisions/{sha}/ported_comments")
        here = self._get(ref, "/comments")
        open_ones = {one.id for one in self.comments(ref) if one.ours and not one.closed}
        found = [
            ("" if path == "/PATCHSET_LEVEL" else path, item.get("line"))
            for listed, old in ((ported, True), (here, False))
            for path, items in listed.items()
            for item in items
            if item["id"] in open_ones and (old or item["patch_set"] == current)
        ]
        return sorted(found, key=lambda one: (one[0], one[1] or 0))

    def summaries(self, ref: ChangeRef) -> Sequence[str]:
        """Gerrit keeps every message; its page shows the newest of a tag."""
        scope = Scope(self.settings.marker_key, ref.repository, ref.number)
        found = [
            message["message"]
            for message in self._get(ref, "/?o=MESSAGES&o=DETAILED_ACCOUNTS")["messages"]
            if message["author"].get("username") == fakes.server.BOT
            and (marker := markers.read(message["message"], scope)) is not None
            and marker.kind is MarkerKind.SUMMARY
        ]
        return found[-1:]

    def latest_message(self, ref: ChangeRef) -> str:
        """The newest message of ours as Gerrit shows it, with its own words before ours; none that only announces
        comments."""
        listed = self._get(ref, "/?o=MESSAGES&o=DETAILED_ACCOUNTS")["messages"]
        ours = [str(one["message"]) for one in listed if one["author"].get("username") == fakes.server.BOT]
        return [text for text in ours if not text.endswith((" comment)", " comments)"))][-1]

    def votes(self, ref: ChangeRef) -> list[int]:
        listed = self._get(ref, "/?o=DETAILED_LABELS")["labels"].get(LABEL, {}).get("all", [])
        return [vote["value"] for vote in listed if vote.get("value")]

    def outcome(self, ref: ChangeRef) -> str:
        """-1 says that something was found; -2, where a label has it, is what blocks."""
        votes = self.votes(ref)
        return {1: "success", -2: "failure"}.get(votes[0], "neutral") if votes else ""

    def comment(self, ref: ChangeRef, path: str, line: int, text: str) -> str:
        comment = {"line": line, "message": text, "unresolved": True}
        before = {one.id for one in self.comments(ref)}
        self.review(ref, {"comments": {path: [comment]}})
        return next(one.id for one in self.comments(ref) if one.id not in before)

    def talk(self, ref: ChangeRef, text: str, by: Who = Who.MAINTAINER) -> str:
        self.review(ref, {"message": text}, user=USERS[by])
        return str(self._get(ref, "/?o=MESSAGES")["messages"][-1]["id"])

    def talk_on_patch_set(self, ref: ChangeRef, text: str, by: Who = Who.MAINTAINER) -> str:
        """What Gerrit's own page sends for a text on the change as a whole; the comment's id."""
        before = {one.id for one in self.comments(ref)}
        self.review(ref, {"comments": {"/PATCHSET_LEVEL": [{"message": text, "unresolved": True}]}}, user=USERS[by])
        return next(one.id for one in self.comments(ref) if one.id not in before)

    def reply(
        self, ref: ChangeRef, comment: str, text: str, by: Who = Who.MAINTAINER, *, unresolved: bool = True
    ) -> str:
        """Where Gerrit's page sends it: below the newest comment of the thread, which its author has read."""
        path, *items = next(found for found in self._threads(ref) if any(i["id"] == comment for i in found[1:]))
        self.server.let_read(items[-1]["updated"])
        answer = {"in_reply_to": items[-1]["id"], "message": text, "unresolved": unresolved}
        answer |= {"line": items[0]["line"]} if "line" in items[0] else {}
        answer |= {"side": items[0]["side"]} if "side" in items[0] else {}
        before = {item["id"] for item in items}
        self.review(ref, {"comments": {path: [answer]}}, user=USERS[by], revision=str(items[0]["patch_set"]))
        after = next(found for found in self._threads(ref) if found[1]["id"] == items[0]["id"])
        return str(next(item["id"] for item in after[1:] if item["id"] not in before))

    def edit(self, ref: ChangeRef, comment: str, text: str) -> None:
        raise AssertionError("nobody edits what was sent to Gerrit")

    def delete(self, ref: ChangeRef, comment: str) -> None:
        """An admin does: nobody else may."""
        path = f"/revisions/current/comments/{comment}/delete"
        password = self.server.password("admin")
        body = {"reason": "not wanted"}
        requests.post(self._url(ref, path), json=body, auth=("admin", password), timeout=30).raise_for_status()

    def answers(self, ref: ChangeRef) -> Sequence[str]:
        """By the time of their messages: every comment comes with one."""
        scope = Scope(self.settings.marker_key, ref.repository, ref.number)
        messages = self._get(ref, "/?o=MESSAGES&o=DETAILED_ACCOUNTS")["messages"]
        turns = {message["id"]: turn for turn, message in enumerate(messages)}
        said = [(turn, item) for turn, item in enumerate(messages)]
        for items in self._get(ref, "/comments").values():
            said += [(turns[item["change_message_id"]], item) for item in items]
        found = []
        for _, item in sorted(said, key=lambda one: one[0]):
            marker = markers.read(item["message"], scope)
            ours = item["author"].get("username") == fakes.server.BOT
            if ours and marker is not None and marker.kind is MarkerKind.ANSWER:
                found.append(str(item["message"]))
        return found

    def signs(self, ref: ChangeRef, comment: str) -> frozenset[Sign]:
        return frozenset()

    def notifications(self, ref: ChangeRef) -> int:
        """Of all changes of the server; an answer to its asker alone is none."""
        return self.server.gate.told

    def review(self, ref: ChangeRef, body: object, *, user: str = "mona", revision: str = "current") -> None:
        """A review by somebody else."""
        if revision == "current":
            revision = self._get(ref, "/?o=CURRENT_REVISION&o=ALL_REVISIONS")["current_revision"]
        answer = requests.post(
            self._url(ref, f"/revisions/{revision}/review"),
            json=body,
            auth=(user, self.server.password(user)),
            timeout=30,
        )
        answer.raise_for_status()

    def abandon(self, ref: ChangeRef) -> None:
        """The author does."""
        password = self.server.password("mallory")
        answer = requests.post(self._url(ref, "/abandon"), json={}, auth=("mallory", password), timeout=30)
        answer.raise_for_status()

    def fail_next_write(self, failure: Failure) -> None:
        self.server.gate.next = _FAILURES[failure]

    def writes(self) -> int:
        return self.server.gate.writes

    def violations(self) -> Sequence[object]:
        return self.server.violations()

    def _get(self, ref: ChangeRef, path: str) -> Any:
        answer = requests.get(self._url(ref, path), auth=("admin", self.server.password("admin")), timeout=30)
        answer.raise_for_status()
        return json.loads(answer.content.removeprefix(b")]}'"))

    def _url(self, ref: ChangeRef, path: str) -> str:
        return f"{self.server.url}/a/changes/{quote(ref.repository, safe='')}~{ref.number}{path}"


class FakeServer:
    """The fake with one project. Its repository is the rig's own: nothing needs to be pushed."""

    project = "grp/app"

    def __init__(self, fake: FakeGerrit) -> None:
        self.fake = fake
        self.url = fake.url
        self.gate = fake.gate

    def password(self, user: str) -> str:
        return self.fake.state.accounts[user].password

    def let_read(self, written: str) -> None:
        """Its time passes by itself."""

    def set_branch(self, git: Repository, branch: str, sha: str) -> None:
        self.fake.add_project(self.project, git)

    def upload(self, git: Repository, branch: str, sha: str, change_id: str) -> int:
        owner = self.fake.state.accounts["mallory"]
        return self.fake.state.upload(self.project, branch, sha, change_id, owner).number

    def violations(self) -> Sequence[object]:
        return self.fake.state.violations


@contextmanager
def gerrit_rig(directory: Path) -> Iterator[GerritRig]:
    """A fake Gerrit with one project in ``directory``."""
    with FakeGerrit() as fake:
        yield GerritRig(FakeServer(fake), directory)


@contextmanager
def real_gerrit_rig(gerrit: RealGerrit, directory: Path, name: str = "") -> Iterator[GerritRig]:
    """A new project on the real server."""
    project = gerrit.new_project(name)
    try:
        yield GerritRig(project, directory)
    finally:
        project.close()


def operator_environ(rig: GerritRig, directory: Path, webhook_secret: str) -> dict[str, str]:
    """The environment that an operator would give to one Gerrit's stack; ``directory`` takes what it writes."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(directory),
        "LANG": "C.UTF-8",
        "PATCHWARDEN_GERRIT_URL": rig.settings.url,
        "PATCHWARDEN_GERRIT_USERNAME": rig.settings.username,
        "PATCHWARDEN_GERRIT_PASSWORD": rig.settings.password,
        "PATCHWARDEN_GERRIT_WEBHOOK_SECRET": webhook_secret,
        "PATCHWARDEN_STATE_DIR": str(directory / "state"),
        "PATCHWARDEN_CACHE_DIR": str(directory / "cache"),
        "PATCHWARDEN_LISTEN": "127.0.0.1:0",
    }
