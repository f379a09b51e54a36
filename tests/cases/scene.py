"""A repository with a working tree, the command as people run it, and what it said."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from tests import diffs
from workers.cli import main as cli

Files = Mapping[str, str | bytes | None]
"""Path → content; ``None`` deletes."""


class Scene:
    """One repository in ``path``, on ``main``, with a first commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.commit({"README.md": "# App\n"})

    def git(self, *args: str, at: Path | None = None) -> str:
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "core.autocrlf=false"]
        done = subprocess.run(
            ["git", "-C", str(at or self.path), *who, *args], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, files: Files, message: str = "Change") -> None:
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def change(self, base: Files, head: Files) -> None:
        """The base on ``main``, the change on ``topic``."""
        self.commit(base)
        self.git("checkout", "-q", "-b", "topic")
        self.commit(head)

    def reviewed(self, *args: str, at: Path | None = None, form: str = "json") -> Said:
        """``patchwarden review`` of the topic, or of what the arguments say."""
        command = ["review", "--repo", str(at or self.path), "--format", form, *(args or ("main...topic",))]
        result = CliRunner().invoke(cli.main, command, catch_exceptions=False)
        return Said(result.exit_code, result.stdout, result.stderr)


@dataclass(frozen=True)
class Said:
    """What one run of the command said."""

    code: int
    output: str
    errors: str

    @cached_property
    def document(self) -> Any:
        return json.loads(self.output)

    @property
    def verdict(self) -> str:
        return str(self.document["verdict"])

    @property
    def places(self) -> set[tuple[str, int, str]]:
        """Path, line and rule of every finding that is told."""
        return {
            (finding["span"]["path"], finding["span"]["start_line"], finding["rule"])
            for item in self.document["observations"]
            for finding in item["findings"]
        }

    @property
    def gaps(self) -> set[tuple[str, str]]:
        return {(gap["path"] or "", gap["reason"]) for gap in self.document["gaps"]}

    def tells(self, path: str, line: int, rule: str) -> bool:
        """Whether a rule that begins so is told at this line; line 0 is any."""
        return any(p == path and line in (0, at) and name.startswith(rule) for p, at, name in self.places)


def both(diffs_: Mapping[str, str]) -> tuple[dict[str, str | bytes | None], dict[str, str | bytes | None]]:
    """Files by path, each written as a diff → the base's and the head's."""
    base: dict[str, str | bytes | None] = {}
    head: dict[str, str | bytes | None] = {}
    for path, diff in diffs_.items():
        before = diffs.base(diff)
        if before is not None:
            base[path] = before
        head[path] = diffs.head(diff) or None
    return base, head


ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
