"""One change, and what bandit 1.9.4 and semgrep 1.182 really said of its head."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.model import Change, ChangedFile
from bot.reports import sarif
from bot.reports.model import Report
from tests.builders import changed_file
from workers.checks.reported import Given

BASE = """import subprocess


def old(name):
    subprocess.call("ls " + name, shell=True)


def kept(request):
    return request.args["d"]


def moved(name):
    subprocess.call("cat " + name, shell=True)
"""
HEAD = """import hashlib
import subprocess

PASSWORD = "correct-horse-battery-9"


def moved(path):
    subprocess.call("cat " + name, shell=True)


def old(name):
    subprocess.call("ls " + name, shell=True)


def kept(request):
    return request.args["d"]


def copied(name):
    subprocess.call("ls " + name, shell=True)


def fresh(request):
    subprocess.call("rm " + request.args["d"], shell=True)


def digest(text):
    return hashlib.md5(text).hexdigest()
"""


def real(tool: str) -> bytes:
    return (Path(__file__).parent / f"{tool}.sarif").read_bytes()


def report(tool: str) -> Report:
    (found,) = sarif.read(real(tool))
    return found


def file(path: str = "src/app.py", base: str | None = BASE, head: str = HEAD, **more: Any) -> ChangedFile:
    return changed_file(path, base, head, **more)


class At:
    """Reports that a test has made."""

    def __init__(
        self, *head: Report, base: tuple[Report, ...] = (), awaited: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.given = Given(head, base, awaited or {})
        self.heard: dict[str, tuple[str, ...]] = {}

    def of(self, change: Change) -> Given:
        return self.given

    def told(self, change: Change, paths: Mapping[str, tuple[str, ...]]) -> None:
        self.heard |= paths
