"""A repository with a working tree, as a developer has it on a machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.hosts import ci

BASE = {"app.py": "from flask import request\n\n\ndef ping():\n    return 'pong'\n", "README.md": "# App\n"}
FLAW = "import os\n\nfrom flask import request\n\n\ndef ping():\n    os.system('ping ' + request.args['host'])\n"


def plain_environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """As on a developer's machine: in no CI, with no settings of git's user, and with this cache."""
    monkeypatch.setenv("PATCHWARDEN_CACHE_DIR", str(cache))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for flag in (flag for system in ci.systems() for flag in system.flags):
        monkeypatch.delenv(flag, raising=False)


class Checkout:
    """A repository with a working tree and one commit."""

    def __init__(self, path: Path, files: Mapping[str, str]) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main")
        self.write(files)
        self.commit()

    def git(self, *args: str) -> str:
        """The command's output."""
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        done = subprocess.run(["git", "-C", str(self.path), *who, *args], check=True, capture_output=True)
        return done.stdout.decode("utf-8", "replace")

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, message: str = "change") -> None:
        self.git("add", "--all")
        self.git("commit", "-q", "-m", message)
