"""What a CI system's environment tells of the change that is checked out; the systems stand in ``ci.toml``.

Nothing here asks git. Whether the commits that it names are in the clone is for :mod:`bot.hosts.local` to see.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.decoding import Misread, decode, decode_json

_NOTHING = frozenset({"", "false", "0"})
_LARGEST_EVENT = 10_000_000  # bytes; GitHub's own limit is 25 MB, its usual events have 30 kB


class System(Struct, frozen=True, forbid_unknown_fields=True):
    """The names of one system's environment variables. Of several the first that is set counts."""

    name: str
    flags: tuple[str, ...]
    """One of them is set, and not ``false``, wherever this system runs."""
    remedy: str
    """How its users get the whole history."""
    workspace: tuple[str, ...] = ()
    """The folder that the system checked out into: another repository on that machine is not its change."""
    change: tuple[str, ...] = ()
    """Set, and not ``false``, where a proposed change is built."""
    base: tuple[str, ...] = ()
    """A commit of the target branch that the change began at."""
    target: tuple[str, ...] = ()
    """The branch that the change is to go to."""
    proposed: tuple[str, ...] = ()
    """The tip of the change, before the system merged it."""
    alone: tuple[str, ...] = ()
    """The one commit that is the whole change (Gerrit): it is compared with its parent."""
    before: tuple[str, ...] = ()
    """Where nothing is proposed: the branch's commit that was built last, or stood there before the push."""
    default: tuple[str, ...] = ()
    """The repository's default branch."""
    one_commit: tuple[str, ...] = ()
    """A number where the change is HEAD alone (of Gerrit; other code hosts have a hash there)."""
    merged_onto_parent: bool = False
    """Where HEAD is a merge, its first parent is the state of the target before the change."""


class _Systems(Struct, frozen=True):
    system: list[System]


@dataclass(frozen=True, slots=True)
class CiBuild:
    """What the environment says. Commits are ids, branches are names without a remote; ``""`` where it is silent.

    ``proposes`` says whether the checkout holds a proposed change, so that a base must be found.
    """

    system: str
    remedy: str
    proposes: bool = False
    base: str = ""
    target: str = ""
    proposed: str = ""
    alone: str = ""
    before: str = ""
    default: str = ""
    merged_onto_parent: bool = False
    """Where HEAD is a merge, its first parent is the state of the target before the change."""
    one_commit: bool = False
    """The change is HEAD alone, whatever it is."""


@cache
def systems() -> tuple[System, ...]:
    """In the order in which they are asked."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(decode(_Systems, table).system)


def read(environ: Mapping[str, str], directory: Path | None) -> CiBuild | None:
    """What the first system that runs here tells of the repository in ``directory``; ``None`` outside of CI.

    A folder that is not in the system's workspace is another repository: nothing is said of it.
    """
    system = next((system for system in systems() if _set(environ, system.flags)), None)
    if system is None:
        return None
    workspace = _set(environ, system.workspace)
    if workspace and directory and not directory.resolve().is_relative_to(Path(workspace).expanduser().resolve()):
        return None
    build = CiBuild(
        system.name,
        system.remedy,
        bool(_set(environ, system.change)),
        base=_commit(environ, system.base),
        target=_branch(_set(environ, system.target)),
        proposed=_commit(environ, system.proposed),
        alone=_commit(environ, system.alone),
        before=_commit(environ, system.before),
        default=_branch(_set(environ, system.default)),
        merged_onto_parent=system.merged_onto_parent,
        one_commit=any(environ.get(name, "").isdigit() for name in system.one_commit),
    )
    return _with_event(build, environ) if "GITHUB_ACTIONS" in system.flags else build


class _Side(Struct, frozen=True):
    sha: str = ""
    ref: str = ""


class _Pull(Struct, frozen=True):
    base: _Side = _Side()
    head: _Side = _Side()


class _Group(Struct, frozen=True):
    base_sha: str = ""
    base_ref: str = ""


class _Repository(Struct, frozen=True):
    default_branch: str = ""


class _Event(Struct, frozen=True):
    """The event that started a job of GitHub Actions, which GitHub writes into a file."""

    repository: _Repository = _Repository()
    pull_request: _Pull | None = None
    merge_group: _Group | None = None
    before: str | None = None


def _with_event(build: CiBuild, environ: Mapping[str, str]) -> CiBuild:
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    build = replace(build, default=event.repository.default_branch)
    if pull := event.pull_request:
        target = build.target or pull.base.ref
        return replace(build, proposes=True, base=pull.base.sha, target=target, proposed=pull.head.sha)
    if group := event.merge_group:
        return replace(build, proposes=True, base=group.base_sha, target=_branch(group.base_ref))
    before = event.before or ""
    pushed = environ.get("GITHUB_EVENT_NAME", "push") == "push" and before.strip("0")
    return replace(build, before=before) if pushed else build


def _event(path: str) -> _Event:
    try:
        if not path or Path(path).stat().st_size > _LARGEST_EVENT:
            return _Event()
        return decode_json(_Event, Path(path).read_bytes())
    except (OSError, Misread):
        return _Event()  # then the variables have to tell it


def _set(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of the variables that says something."""
    values = (environ.get(name, "").strip() for name in names)
    return next((value for value in values if value.lower() not in _NOTHING), "")


def _commit(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """A commit id; systems write zeros where there is none."""
    values = (environ.get(name, "").strip() for name in names)
    return next((value for value in values if value.strip("0")), "")


def _branch(name: str) -> str:
    return name.removeprefix("refs/heads/")
