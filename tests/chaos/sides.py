"""A host of the run: a fake with a storm around it, and how deliveries of its changes look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bot import markers
from bot.model import ChangeRef
from tests.chaos.storm import Storm
from tests.contract import gerrit_rig as gerrit_module
from tests.contract import github_rig as github_module
from tests.contract.gerrit_rig import FakeServer, GerritRig, operator_environ
from tests.contract.github_rig import REPOSITORY, GitHubRig
from tests.contract.rig import HostRig
from tests.demo import desk
from tests.fakes.gerrit import FakeGerrit
from tests.fakes.gerrit.deliveries import HEADERS, event
from tests.fakes.github import FakeGitHub
from tests.fakes.github.deliveries import Delivery

SECRET = "signs the marks of a run of chaos"
_PATH_SECRET = "0123456789abcdef-chaos"
Send = Callable[[str], object]
"""Sends one delivery to the stack at this URL."""


@dataclass(frozen=True, slots=True)
class Side:
    """One kind of host. ``pushed`` and ``said`` make the delivery that tells of a push or of a comment."""

    rig: HostRig
    storm: Storm
    environ: Mapping[str, str]
    pushed: Callable[[ChangeRef, bool], Send]
    said: Callable[[ChangeRef, str], Send]
    hanging: Callable[[], int]
    """How many check runs of ours have not ended."""
    make_rig: Callable[[Path], AbstractContextManager[HostRig]]


@contextmanager
def github(directory: Path, seed: int, share: float) -> Iterator[Side]:
    with FakeGitHub() as fake:
        rig = GitHubRig(fake, directory, markers.derive_key(SECRET))
        storm = Storm(seed, share)
        fake.wrap(storm.around)

        def sender(delivery: Delivery) -> Send:
            def send(url: str) -> object:
                target = f"{url}/webhooks/github"
                return requests.post(target, data=delivery.body, headers=delivery.headers, timeout=10)

            return send

        def pushed(ref: ChangeRef, new: bool) -> Send:
            return sender(fake.deliver.pull_request("opened" if new else "synchronize", REPOSITORY, ref.number))

        def said(ref: ChangeRef, comment: str) -> Send:
            return sender(fake.deliver.issue_comment(REPOSITORY, int(comment.removeprefix("issue-"))))

        def hanging() -> int:
            return sum(run.status != "completed" for run in rig.hosted.check_runs.values())

        environ = desk.environ(fake, directory) | {"PATCHWARDEN_SECRET": SECRET}
        yield Side(rig, storm, environ, pushed, said, hanging, github_module.github_rig)


@contextmanager
def gerrit(directory: Path, seed: int, share: float) -> Iterator[Side]:
    with FakeGerrit() as fake:
        rig = GerritRig(FakeServer(fake), directory, markers.derive_key(SECRET))
        storm = Storm(seed, share)
        fake.wrap(storm.around)

        def sender(body: object) -> Send:
            target = f"/webhooks/gerrit/{_PATH_SECRET}"
            return lambda url: requests.post(url + target, data=json.dumps(body), headers=HEADERS, timeout=10)

        def pushed(ref: ChangeRef, new: bool) -> Send:
            del new
            change = fake.state.changes[ref.number]
            told = event(
                "patchset-created", ref.repository, ref.number, change.current.sha, patch_set=change.current.number
            )
            return sender(told)

        def said(ref: ChangeRef, comment: str) -> Send:
            del comment
            change = fake.state.changes[ref.number]
            told = event(
                "comment-added", ref.repository, ref.number, change.current.sha, by="mona", comment="/patchwarden"
            )
            return sender(told)

        environ = operator_environ(rig, directory, _PATH_SECRET) | {"PATCHWARDEN_SECRET": SECRET}
        yield Side(rig, storm, environ, pushed, said, lambda: 0, gerrit_module.gerrit_rig)


SIDES = {"github": github, "gerrit": gerrit}
