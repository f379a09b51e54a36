"""Other tools on the same changes: what each finds in the head and did not find in the base.

A peer is a program that the person who measures has; none is a dependency of this project. It gets the changed files of
both sides as two folders, in one run each, and its finding is new when the base has none of the same rule on a line of
the same text.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from bench.signal.reviews import Comment, Range, read
from bot.model import Side, split_lines
from workers.processes import sandbox


class PeerFailed(Exception):
    """The program did not do its work; the message is its own."""


@dataclass(frozen=True, slots=True)
class PeerFinding:
    path: str
    """Below the folder that was examined."""
    line: int
    rule: str
    cwes: tuple[int, ...]
    severity: str


class Peer(Protocol):
    @property
    def name(self) -> str: ...

    def version(self) -> str:
        """What tells its findings from those of another version or other rules: the name of a folder."""
        ...

    def examine(self, folder: Path) -> tuple[list[PeerFinding], int]:
        """Every finding below the folder, and how many files it could not examine. Raises :class:`PeerFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Bandit:
    """PyCQA's Bandit, from an environment of its own."""

    program: str
    name: str = "bandit"

    def version(self) -> str:
        return f"bandit-{_digest(_said([self.program, '--version']))}"

    def examine(self, folder: Path) -> tuple[list[PeerFinding], int]:
        document = _json([self.program, "-r", "-q", "-f", "json", "--exit-zero", "."], folder)
        found = [
            PeerFinding(
                path=str(PurePosixPath(row["filename"])),
                line=row["line_number"],
                rule=row["test_id"],
                cwes=(row["issue_cwe"]["id"],) if row.get("issue_cwe") else (),
                severity=row["issue_severity"].lower(),
            )
            for row in document["results"]
        ]
        return found, len(document["errors"])


@dataclass(frozen=True, slots=True)
class SemgrepScan:
    """``semgrep scan`` with a folder of rules."""

    rules: Path
    program: str = "semgrep"
    name: str = "semgrep scan"

    def version(self) -> str:
        paths = [self.rules] if self.rules.is_file() else sorted(self.rules.rglob("*.y*ml"))
        rules = (path.read_bytes() for path in paths if path.is_file())
        return f"semgrep-{_digest(_said([self.program, '--version']), *rules)}"

    def examine(self, folder: Path) -> tuple[list[PeerFinding], int]:
        quiet = ("--json", "--quiet", "--metrics=off", "--disable-version-check", "--no-git-ignore")
        # Its default ignore file leaves test code out; ours is empty, so that every tool sees the same files.
        (folder / ".semgrepignore").write_text("", encoding="utf-8")
        document = _json([self.program, "scan", *quiet, f"--config={self.rules.resolve()}", "."], folder)
        found = [
            PeerFinding(
                path=str(PurePosixPath(row["path"])),
                line=row["start"]["line"],
                rule=row["check_id"].rpartition(".")[2],
                cwes=_cwes(row["extra"].get("metadata", {}).get("cwe", ())),
                severity=row["extra"]["severity"].lower(),
            )
            for row in document["results"]
        ]
        broken = {row["path"] for row in document["errors"] if row.get("path")}
        return found, len(broken)


def _cwes(value: Any) -> tuple[int, ...]:
    """CWE numbers, from the several ways in which rules write them."""
    rows = value if isinstance(value, list) else [value]
    return tuple(int(match[1]) for row in rows if (match := re.match(r"(?:CWE-)?(\d+)", str(row))))


def _said(argv: Sequence[str]) -> bytes:
    try:
        return subprocess.run(argv, capture_output=True, check=False).stdout
    except OSError as error:
        raise PeerFailed(f"`{argv[0]}` cannot be started: {error}") from error


def _digest(*parts: bytes) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:12]


def _json(argv: Sequence[str], folder: Path) -> Any:
    try:
        done = subprocess.run(argv, cwd=folder, capture_output=True, check=False)
        return json.loads(done.stdout)
    except OSError as error:
        raise PeerFailed(f"`{argv[0]}` cannot be started: {error}") from error
    except ValueError as error:
        raise PeerFailed(f"`{argv[0]}` gave no JSON: {done.stderr.decode('utf-8', 'replace')[-400:]}") from error


@dataclass(frozen=True, slots=True)
class PeerRun:
    """What one peer says of many changes."""

    name: str
    comments: Mapping[str, tuple[Comment, ...]]
    """By the change's key; all stand on lines."""
    unread: int
    """Files of the heads that it could not examine."""

    def of(self, key: str) -> tuple[Comment, ...]:
        return self.comments.get(key, ())


def run(peers: Sequence[Peer], ranges: Sequence[Range]) -> list[PeerRun]:
    """Each peer over all the changes at once; starting a program for each would be most of the time.

    Raises :class:`PeerFailed`.
    """
    if not peers:
        return []
    with tempfile.TemporaryDirectory(prefix="patchwarden-peers-") as directory:
        root = Path(directory)
        for number, item in enumerate(ranges):
            _lay_out(item, root, str(number))
        return [_run(peer, root, ranges) for peer in peers]


def _lay_out(item: Range, root: Path, name: str) -> None:
    """Both sides under the head's paths. A change that cannot be read has no files: the review tells it."""
    try:
        seen = read(item)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout, ValueError):
        return
    for side in Side:
        for file in seen.files:
            text = file.text(side)
            if text is not None:
                path = root / side.value / name / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())


def _run(peer: Peer, root: Path, ranges: Sequence[Range]) -> PeerRun:
    known: Counter[tuple[str, str, str]] = Counter()
    comments: dict[str, list[Comment]] = {}
    base, head = root / Side.BASE.value, root / Side.HEAD.value
    for folder in (base, head):
        folder.mkdir(exist_ok=True)
    for finding in peer.examine(base)[0]:
        known[finding.path, finding.rule, _line(base, finding)] += 1
    found, unread = peer.examine(head)
    for finding in sorted(found, key=lambda item: (item.path, item.line, item.rule)):
        code = _line(head, finding)
        if known[finding.path, finding.rule, code] > 0:
            known[finding.path, finding.rule, code] -= 1
            continue
        number, _, path = finding.path.partition("/")
        said = Comment(
            "line", path, finding.line, "head", (finding.rule,), finding.cwes, finding.severity, "", finding.rule, code
        )
        comments.setdefault(ranges[int(number)].key, []).append(said)
    return PeerRun(peer.name, {key: tuple(rows) for key, rows in comments.items()}, unread)


def _line(folder: Path, finding: PeerFinding) -> str:
    rows = split_lines((folder / finding.path).read_text(encoding="utf-8"))
    return rows[finding.line - 1].strip() if 0 < finding.line <= len(rows) else ""


def chosen(bandit: str | None, semgrep_rules: Path | None) -> list[Peer]:
    """The peers that the options name."""
    peers: list[Peer] = []
    if bandit:
        peers.append(Bandit(bandit))
    if semgrep_rules:
        peers.append(SemgrepScan(semgrep_rules))
    return peers
