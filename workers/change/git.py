"""Git as this project runs it: bare, scrubbed, never prompting, never running anything of the repository's.

The environment and the settings are those measured in hostile tests: no system or user configuration, no hooks, no
filters, no submodules, no lazy fetching, only the protocols we allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workers.processes import sandbox

_OBJECT_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.bigFileThreshold=4m",
    "transfer.fsckObjects=true",
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
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
    user's own and is read with the user's own configuration. ``timeout`` is in seconds, for each command.
    """

    directory: Path
    env: Mapping[str, str] = field(default_factory=lambda: SCRUBBED, repr=False)
    timeout: float = 60.0

    def run(self, *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | str = "/") -> bytes:
        """Standard output of the command. Raises ``ProcessFailed`` and ``ProcessTimeout`` of the sandbox."""
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        argv = ["git", *settings, f"--git-dir={self.directory}", *args]
        environment = {"HOME": str(self.directory), **self.env, **(env or {})}
        return sandbox.run(argv, env=environment, stdin=stdin, cwd=cwd, timeout=self.timeout).stdout

    def text(self, *args: str) -> str:
        """Standard output as text without the final newline."""
        return self.run(*args).decode("utf-8", "replace").rstrip("\n")

    def here(self) -> frozenset[str]:
        """The ids of all objects that are here. (Asking for one that is not fails in a repository without blobs.)"""
        return frozenset(self.text("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").splitlines())

    def sizes(self, objects: Iterable[str]) -> dict[str, int]:
        """Size in bytes of each blob; what is no blob is left out."""
        wanted = sorted(set(objects))
        if not wanted:
            return {}
        answer = self.run("cat-file", "--batch-check", stdin="".join(f"{oid}\n" for oid in wanted).encode())
        rows = (line.split(" ") for line in answer.decode().splitlines())
        return {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob"}

    def blobs(self, objects: Iterable[str]) -> dict[str, bytes]:
        """Contents of blobs, which must be here."""
        wanted = sorted(set(objects))
        if not wanted:
            return {}
        answer = self.run("cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode())
        contents: dict[str, bytes] = {}
        position = 0
        while position < len(answer):
            end = answer.index(b"\n", position)
            oid, kind, *size = answer[position:end].decode().split(" ")
            position = end + 1
            if kind == "blob":
                length = int(size[0])
                contents[oid] = answer[position : position + length]
                position += length + 1
        return contents
