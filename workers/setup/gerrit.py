"""``patchwarden setup gerrit``: webhook, label and the right to vote as one change of a project's configuration.

Git pushes it to ``refs/for/refs/meta/config`` with the user's own configuration and credentials; Gerrit's people review
and submit it like any change. Sources: ``config-project-config``, ``config-labels`` and ``access-control`` of Gerrit's
documentation (https://gerrit-review.googlesource.com/Documentation/), and the webhooks plugin's ``config.md``.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests
from msgspec import Struct

from bot.decoding import Misread, decode_json
from bot.hosts.fields import BadSettings, address_problem, is_loopback
from bot.hosts.gerrit.settings import GerritSettings
from workers.processes import sandbox
from workers.setup import storing

_REF = "refs/meta/config"
_EVENTS = (
    "patchset-created", "comment-added", "change-abandoned", "change-merged", "change-restored", "wip-state-changed",
    "private-state-changed", "hashtags-changed", "topic-changed",
)  # fmt: skip
_VALUES = ("-1 Findings", "0 Not reviewed", "+1 Clean")
_COPIED = "changekind:NO_CODE_CHANGE OR changekind:TRIVIAL_REBASE"
_SECONDS = 120.0


class CannotSetUp(Exception):
    """The message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand on the Gerrit, and where its settings go."""

    server: str
    url: str
    project: str
    remote: str
    username: str
    password_file: Path
    label: str
    """``none`` for no label."""
    group: str
    group_uuid: str
    name: str
    file: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done, in sentences; where it was not pushed, the folder with the commit and git's words for pushing."""

    pushed: bool
    folder: Path
    push: str
    said: tuple[str, ...]


def run(wanted: Wanted, environ: Mapping[str, str], *, push: bool) -> Prepared:
    """Makes the commit and, with ``push``, the change; stores the settings. Raises :class:`CannotSetUp`."""
    settings = _settings(wanted)
    secret = secrets.token_hex(24)
    folder = wanted.file.with_name(f"{wanted.name}-configuration")
    if folder.exists():
        raise CannotSetUp(f"{folder} is left from before: push what is in it, or remove it")
    remote = wanted.remote or f"{settings.url}/a/{quote(wanted.project, safe='/')}"
    refspec = f"HEAD:refs/for/{_REF}"
    try:
        folder.mkdir(mode=0o700)
        work = _Work(folder, {**environ, "GIT_TERMINAL_PROMPT": environ.get("GIT_TERMINAL_PROMPT", "0")})
        work.git("init", "-q")
        work.git("fetch", "-q", remote, _REF)
        work.git("checkout", "-q", "--detach", "FETCH_HEAD")
        said = [*_webhook(work, wanted, settings, secret), *_label(work, wanted, settings)]
        work.git("add", "--all")
        message = f"Let Patchwarden review the changes\n\nChange-Id: I{secrets.token_hex(20)}\n"
        work.git("commit", "-q", "--no-verify", "-m", message)
        pushed = push and _pushed(work, remote, refspec, said)
        storing.add(wanted.file, "gerrit", _fields(wanted, settings, secret))
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotSetUp(f"git failed: {' '.join(str(error).split())}") from error
    except (storing.CannotStore, CannotSetUp, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotSetUp(str(error)) from error
    if pushed:
        shutil.rmtree(folder)
    return Prepared(pushed, folder, f"push {remote} {refspec}", tuple(said))


def _settings(wanted: Wanted) -> GerritSettings:
    """The settings as they will be read, so that nothing is pushed for ones that cannot be used."""
    server = wanted.server.rstrip("/")
    example = "https://bot.example.org"
    problem = address_problem(server, allow_http=is_loopback(server), whose="Patchwarden's", example=example)
    if problem:
        raise CannotSetUp(f"--server: {problem}")
    try:
        storing.check(wanted.file, "gerrit", wanted.name)
        return GerritSettings(
            name=wanted.name,
            url=wanted.url,
            username=wanted.username,
            password=wanted.password_file.read_text("utf-8").strip(),
            marker_key=b"none yet",
            label="" if wanted.label == "none" else wanted.label,
            allow_http=is_loopback(wanted.url),
        )
    except BadSettings as error:
        raise CannotSetUp("; ".join(f"{problem.name}: {problem.text}" for problem in error.problems)) from error
    except (OSError, ValueError) as error:
        raise CannotSetUp(f"{wanted.password_file} cannot be read as a text") from error
    except storing.CannotStore as error:
        raise CannotSetUp(str(error)) from error


def _fields(wanted: Wanted, settings: GerritSettings, secret: str) -> Mapping[str, str | int]:
    return {
        "name": wanted.name,
        "url": settings.url,
        "username": wanted.username,
        "password_file": str(wanted.password_file),
        "webhook_secret": secret,
        "label": wanted.label,
    }


@dataclass(frozen=True, slots=True)
class _Work:
    """The project's configuration in a folder of its own."""

    folder: Path
    environ: Mapping[str, str] = field(repr=False)

    def git(self, *args: str) -> str:
        environment = {name: value for name, value in self.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
        done = sandbox.run(["git", *args], env=environment, cwd=self.folder, timeout=_SECONDS)
        return done.stdout.decode("utf-8", "replace").rstrip("\n")

    def get(self, file: str, key: str) -> str:
        """All values of a key, ``""`` where there is none."""
        command = ["git", "config", "-f", file, "--get-all", key]
        done = sandbox.run(command, env=self.environ, cwd=self.folder, timeout=_SECONDS, check=False)
        return done.stdout.decode("utf-8", "replace")

    def add(self, file: str, key: str, *values: str) -> None:
        for value in values:
            self.git("config", "-f", file, "--add", key, value)


def _webhook(work: _Work, wanted: Wanted, settings: GerritSettings, secret: str) -> list[str]:
    """The webhook of this name, in place of one that is there. The address is written by ourselves: no program of the
    system may be started with a secret among its arguments."""
    file, section = "webhooks.config", f"remote.{settings.name}"
    known = bool(work.get(file, f"{section}.url"))
    if known:
        work.git("config", "-f", file, "--remove-section", section)
    path = work.folder / file
    before = path.read_text("utf-8") if path.exists() else ""
    rows = [f"\turl = {wanted.server.rstrip('/')}/webhooks/{settings.name}/{secret}"]
    rows += [f"\tevent = {event}" for event in _EVENTS]
    rows.append(f"\tsslVerify = {'false' if is_loopback(wanted.server) else 'true'}")
    text = f"{before.rstrip()}\n" if before.strip() else ""
    path.write_text(f'{text}[remote "{settings.name}"]\n' + "\n".join(rows) + "\n", encoding="utf-8")
    return [f"{'replaced' if known else 'added'} the webhook `{settings.name}` in {file}"]


def _label(work: _Work, wanted: Wanted, settings: GerritSettings) -> list[str]:
    """The label and the right to vote on it, each only where it is not there yet."""
    label, file = settings.label, "project.config"
    if not label:
        return ["no label, as asked: Patchwarden does not vote"]
    said = []
    section = f"label.{label}"
    if work.get(file, f"{section}.value"):
        said.append(f"left the label {label} as it is")
    else:
        work.add(file, f"{section}.function", "NoBlock")
        work.add(file, f"{section}.value", *_VALUES)
        work.add(file, f"{section}.defaultValue", "0")
        work.add(file, f"{section}.copyCondition", _COPIED)
        said.append(f"added the label {label} (-1 to +1, it blocks nothing)")
    right = f"access.refs/heads/*.label-{label}"
    if f"group {wanted.group}" in work.get(file, right):
        return [*said, f"left the right to vote on {label} as it is"]
    _know_group(work, wanted, settings)
    work.add(file, right, f"-1..+1 group {wanted.group}")
    return [*said, f"gave {wanted.group} the right to vote on {label}"]


def _know_group(work: _Work, wanted: Wanted, settings: GerritSettings) -> None:
    """Names the group in the project's file of groups, by which the rights know it."""
    path = work.folder / "groups"
    before = path.read_text("utf-8") if path.exists() else "# UUID\tGroup Name\n#\n"
    rows = [line.split("\t", 1) for line in before.splitlines() if line and not line.startswith("#")]
    if any(len(row) == 2 and row[1].strip() == wanted.group for row in rows):
        return
    uuid = wanted.group_uuid or _asked(wanted, settings)
    path.write_text(f"{before.rstrip()}\n{uuid}\t{wanted.group}\n", encoding="utf-8")


class _Group(Struct, frozen=True):
    id: str


def _asked(wanted: Wanted, settings: GerritSettings) -> str:
    """The group's UUID by Gerrit's REST interface, as far as the reviewing account may see the group."""
    remedy = "give --group-uuid (the group's page in Gerrit shows it)"
    address = f"{settings.url}/a/groups/{quote(wanted.group, safe='')}"
    try:
        answer = requests.get(
            address, auth=(settings.username, settings.password), timeout=_SECONDS, allow_redirects=False
        )
        if answer.status_code != requests.codes.ok:
            raise CannotSetUp(f"Gerrit does not tell of the group {wanted.group} ({answer.status_code}): {remedy}")
        return decode_json(_Group, answer.text.removeprefix(")]}'")).id
    except requests.RequestException as error:
        raise CannotSetUp(f"{settings.url} does not answer ({type(error).__name__}): {remedy}") from error
    except Misread as error:
        raise CannotSetUp(f"Gerrit does not tell of the group {wanted.group}: {remedy}") from error


def _pushed(work: _Work, remote: str, refspec: str, said: list[str]) -> bool:
    try:
        work.git("push", "-q", remote, refspec)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
        said.append(f"the push was refused: {' '.join(str(error).split())}")
        return False
    return True
