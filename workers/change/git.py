"""Git as this project runs it: bare, scrubbed, never prompting, never running anything of the repository's.

The environment and the settings are those measured in hostile tests: no system or user configuration, no hooks, no
filters, no submodules, no lazy fetching, only the protocols we allow.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from workers.change.session import COMMAND, Contents, Session
from workers.processes import sandbox, scratch, streaming
from workers.processes.limits import of
from workers.processes.talking import Talk

_OBJECT_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.bigFileThreshold=4m",
    "core.packedGitWindowSize=32m",
    "core.packedGitLimit=256m",
    "core.deltaBaseCacheLimit=64m",
    "pack.threads=2",
    "transfer.fsckObjects=true",
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "fetch.unpackLimit=1",
    "gc.auto=0",
    "maintenance.auto=false",
    "credential.helper=",
    "http.followRedirects=false",
    "protocol.version=2",
    "fetch.negotiationAlgorithm=noop",
)
SCRUBBED: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "/bin/false",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}


SECONDS = 240.0
"""For one command, by the clock: mostly for who waits for a server. What is too expensive ends by its limit of CPU."""
LONGEST_ROW = 8_192
"""Bytes of a row that are kept: twice the longest path that a system can open (``PATH_MAX`` of Linux is 4,096)."""


class NotAnObjectId(ValueError):
    """Something that should name a commit or blob does not look like one; it never reaches a command line."""


def object_id(text: str) -> str:
    """The text, if it is a full lower-case object id. Raises :class:`NotAnObjectId`."""
    if not _OBJECT_ID.fullmatch(text):
        raise NotAnObjectId(f"`{text[:80]!r}` is not a git object id")
    return text


@dataclass(frozen=True, slots=True)
class Git:
    """Runs git commands on one repository.

    ``directory`` is the git directory. ``env`` is the whole environment: the scrubbed one, unless the repository is the
    user's own and is read with the user's own configuration. ``timeout`` is in seconds, ``memory_mb`` limits the
    address space and ``file_mb`` each file that is written, for each command.
    """

    directory: Path
    env: Mapping[str, str] = field(default_factory=lambda: SCRUBBED, repr=False)
    timeout: float = SECONDS
    memory_mb: int | None = 4_096
    file_mb: int | None = None
    is_ours: bool = False
    """The repository is a scratch one: git may write objects into it."""
    session: Session = field(default_factory=Session, repr=False, compare=False)
    """What is asked for objects, by this git and its copies; whoever made it may close it."""
    reader: Git | None = field(default=None, repr=False, compare=False)
    """Who is asked for objects in its place, where they are the same."""
    told: Mapping[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)
    """Answers of :meth:`text` that are known already."""

    def run(self, *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | str = "/") -> bytes:
        """Standard output of the command. Raises ``ProcessFailed`` and ``ProcessTimeout`` of the sandbox."""
        environment = {**self._environment, **(env or {})}
        limits = replace(of("git"), memory_mb=self.memory_mb)
        if self.file_mb is not None:
            limits = replace(limits, file_mb=self.file_mb)
        argv = self._argv(*args)
        return sandbox.run(argv, env=environment, stdin=stdin, cwd=cwd, timeout=self.timeout, limits=limits).stdout

    def rows(self, *args: str, ended_by: bytes = b"\0") -> Generator[bytes]:
        """The rows of a command's output as they come; closing the iterator ends the command. Of a longer row the first
        :data:`LONGEST_ROW` bytes are given. Raises as :meth:`run`."""
        with streaming.output(
            self._argv(*args), env=self._environment, timeout=self.timeout, memory_mb=self.memory_mb
        ) as pieces:
            yield from rows_of(pieces, ended_by)

    def _argv(self, *args: str) -> list[str]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        return ["git", *settings, f"--git-dir={self.directory}", *args]

    @property
    def _environment(self) -> dict[str, str]:
        return {"HOME": str(self.directory), **self.env}

    @contextmanager
    def writing(self) -> Iterator[Git]:
        """A git that may write objects, while the block runs: those of a repository that is not ours go to a temporary
        folder."""
        if self.is_ours or "GIT_OBJECT_DIRECTORY" in self.env:
            yield self
            return
        objects = self.text("rev-parse", "--path-format=absolute", "--git-path", "objects")
        with scratch.folder("objects") as folder:
            env = {"GIT_OBJECT_DIRECTORY": str(folder), "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects}
            yield replace(self, env={**self.env, **env}, reader=self)

    def text(self, *args: str) -> str:
        """Standard output as text without the final newline."""
        if args in self.told:
            return self.told[args]
        return self.run(*args).decode("utf-8", "replace").rstrip("\n")

    def named(self, revision: str) -> str | None:
        """The object's id; ``None`` where the revision names none, or more than one. Raises as :meth:`run`."""
        rows = self._info([revision]) if revision and "\n" not in revision and "\0" not in revision else None
        if rows is not None:
            return rows[0][0] if len(rows[0]) == 3 and _OBJECT_ID.fullmatch(rows[0][0]) else None
        try:
            return self.text("rev-parse", "-q", "--verify", "--end-of-options", revision) or None
        except sandbox.ProcessFailed:
            return None

    def kind(self, revision: str) -> str | None:
        """``commit``, ``tree``, ``blob`` or ``tag``; ``None`` where the revision names none. Raises as :meth:`run`."""
        name = self.named(revision)
        if name is None:
            return None
        rows = self._info([name])
        return rows[0][1] if rows is not None else self.text("cat-file", "-t", name)

    def _info(self, names: Sequence[str]) -> list[list[str]] | None:
        reader = self.reader or self
        return self.session.info(reader._key, reader._talk, names)

    @property
    def _key(self) -> tuple[object, ...]:
        return (self.directory, tuple(sorted(self.env.items())), self.memory_mb)

    def _talk(self) -> Talk:
        return Talk(self._argv(*COMMAND), env=self._environment, timeout=self.timeout, memory_mb=self.memory_mb)

    def missing(self, objects: Iterable[str]) -> list[str]:
        """Those that are not here, sorted. All objects are listed for it: asking for one that is not here fails in a
        repository without blobs."""
        wanted = set(objects)
        every = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
        with closing(self.rows(*every, ended_by=b"\n")) as rows:
            for row in rows:
                wanted.discard(row.decode())
                if not wanted:
                    break
        return sorted(wanted)

    def sizes(self, objects: Iterable[str]) -> dict[str, int]:
        """Size in bytes of each blob; what is no blob is left out."""
        wanted = sorted(set(objects))
        if not wanted:
            return {}
        rows: Iterable[list[str]] | None = self._info(wanted)
        if rows is None:
            answer = self.run("cat-file", "--batch-check", stdin="".join(f"{oid}\n" for oid in wanted).encode())
            rows = (line.split(" ") for line in answer.decode().splitlines())
        return {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob"}

    def blobs(self, objects: Iterable[str]) -> dict[str, bytes]:
        """Contents of blobs, which must be here."""
        wanted = sorted(set(objects))
        if not wanted:
            return {}
        reader = self.reader or self
        found = self.session.contents(reader._key, reader._talk, wanted)
        if found is not None:
            return found
        said = self.run("cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode())
        answer = Contents(len(wanted))
        answer.take(said)
        return answer.blobs


def rows_of(pieces: Iterable[bytes], ended_by: bytes) -> Iterator[bytes]:
    """The rows that the pieces make, each without its end and cut to :data:`LONGEST_ROW`."""
    rest = b""
    for piece in pieces:
        *rows, rest = (rest + piece).split(ended_by)
        for row in rows:
            yield row[:LONGEST_ROW]
        rest = rest[:LONGEST_ROW]
    if rest:
        yield rest
