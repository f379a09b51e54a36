"""Licensing: files that fall out of their project's habit, and licences that change.

A new source file is compared with its neighbours: where nearly all of them carry a header, it should. A link to the
licence's text is a complete header. Nothing is said where the project has no such habit.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from bot.knowledge.generated import says_generated
from bot.model import (
    Applied,
    Area,
    Aside,
    ChangedFile,
    CheckResult,
    Confidence,
    FileStatus,
    Finding,
    Several,
    Severity,
    Side,
    split_lines,
)
from bot.policy import Policy
from workers.checks.base import CheckRule, Lines, Snapshot, applied, nothing_to_read, ran, removed
from workers.checks.licensing import spdx

AREA = Area.LICENSING
_NONE = 0
"""No weakness of the CWE list is about licences."""

MISSING = CheckRule(
    "licensing.header-missing",
    Severity.LOW,
    Confidence.MEDIUM,
    AREA,
    _NONE,
    "The new file has no licence header",
    "{with_header} of {read} files beside it begin with a licence header, and this one does not.",
    "Begin the file as its neighbours do.",
    several=Several("{count} new files have no licence header", "The files beside them begin with one."),
)
REMOVED = CheckRule(
    "licensing.header-removed",
    Severity.LOW,
    Confidence.MEDIUM,
    AREA,
    _NONE,
    "The licence header was removed",
    "The base began with a licence header (line {line}), and the head does not; most licences ask to keep it.",
    "Put the header back.",
)
INVALID = CheckRule(
    "licensing.identifier-invalid",
    Severity.LOW,
    Confidence.MEDIUM,
    AREA,
    _NONE,
    "`{identifier}` is no SPDX identifier",
    "Tools cannot read `{identifier}`, so the file counts as unlicensed.",
    "Write the identifier as the SPDX list has it, for example `Apache-2.0`, `MIT` or `BSD-3-Clause`.",
    ("https://spdx.org/licenses/",),
)
DIFFERENT = CheckRule(
    "licensing.identifier-differs",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    _NONE,
    "The file is under another licence than its neighbours",
    "The file is under `{identifier}`, and {others} of {read} files beside it are under `{usual}`.",
    "Confirm that the code may be used under the project's licence.",
    several=Several(
        "{count} files are under other licences than their neighbours",
        "The files beside them are under another one.",
        "`{identifier}`",
    ),
)
COPYLEFT = CheckRule(
    "licensing.copyleft-added",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    AREA,
    _NONE,
    "Code under {identifier} comes into a project under {usual}",
    "The file is under `{identifier}`: who passes the project on must then do so under that licence's terms.",
    "Let somebody who decides on licences confirm it, or replace the code.",
)
TEXT = CheckRule(
    "licensing.text-changed",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    _NONE,
    "The licence text {how}",
    "`{name}` says under which terms the project may be used, and it {how}.",
    "Let the owners of the project confirm it.",
)
RULES = (MISSING, REMOVED, INVALID, DIFFERENT, COPYLEFT, TEXT)
_APPLIED = applied(RULES)

_SOURCES = frozenset(
    ".py .pyx .js .jsx .mjs .cjs .ts .tsx .go .java .kt .rb .php .sh .c .h .cc .cpp .hpp .rs .scala .swift .cs .m .pl "
    ".lua .sql .tf".split()
)
_TEXT_NAME = re.compile(r"^(LICEN[CS]E|COPYING|NOTICE|UNLICENSE)([.-][\w.-]+)?$", re.IGNORECASE)
_HEADER = re.compile(
    r"SPDX-License-Identifier:|\bLicensed under\b|\blicen[cs]es?/\S|\bunder the terms of\b|\bopensource\.org/licen"
    r"|Permission is hereby granted|All rights reserved|\bCopyright\b|\(c\)\s*\d{4}|©|General Public License"
    r"|\bMIT Licen[cs]e\b|\bApache Licen[cs]e\b|\bBSD[- ]\w*\s*licen[cs]e|\bLICEN[CS]E\b(?: file|\.txt|\.md)"
    r"|Mozilla Public",
    re.IGNORECASE,
)
_SPDX = re.compile(r"SPDX-License-Identifier:\s*+(?P<id>(?:(?!-->)[^\n*#])+)", re.MULTILINE)
_HEADER_LINES = 40
_COMMENTS = ("#", "//", "*", "--", ";", "%", "<?", "<!DOCTYPE")
_CLOSINGS = {"/*": "*/", "<!--": "-->", '"""': '"""', "'''": "'''", "{{!": "}}", "{#": "#}"}
_BLOCK_COMMENT = re.compile("|".join(re.escape(mark) for mark in _CLOSINGS))
_SMALLEST = 5
"""Lines of code below which a file needs no header."""
_NEIGHBOURS = 8
_ENOUGH = 3
_NEARLY_ALL = 0.8


class Licensing:
    """Licence headers, SPDX identifiers and licence texts."""

    id = "licensing"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy  # test code has a licence, too
        if _is_text(file):
            return None if file.status is FileStatus.DELETED else nothing_to_read(file)
        return nothing_to_read(file) if PurePosixPath(file.path).suffix.lower() in _SOURCES else Aside.OTHER_KIND

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        findings: list[Finding] = []
        neighbours = _Neighbours(snapshot)
        for file in snapshot.files:
            if _is_text(file):
                findings += _text(file, snapshot)
            elif file.head_text is not None and self.aside(file, snapshot.policy) is None:
                findings += _source(file, file.head_text, neighbours)
        return ran(self, snapshot, findings)


def _is_text(file: ChangedFile) -> bool:
    path = PurePosixPath(file.path)
    return bool(_TEXT_NAME.match(path.name)) and path.suffix.lower() not in _SOURCES


def _text(file: ChangedFile, snapshot: Snapshot) -> Iterator[Finding]:
    if file.status is FileStatus.ADDED:
        return
    name = PurePosixPath(file.path).name
    if file.head_text is None:
        yield from _removed_text(file, name, snapshot.tree.paths(Side.HEAD))
    elif _without_years(file.base_text) != _without_years(file.head_text):
        yield TEXT.at(file, min(file.added_lines, default=1), words={"name": name, "how": "was changed"}, identity=name)


def _removed_text(file: ChangedFile, name: str, left: Sequence[str]) -> Iterator[Finding]:
    """A text that went with its folder is not missed; where another stands for the folder, only the terms change."""
    folder = PurePosixPath(file.path).parent
    places = (folder, *folder.parents)
    words = {"name": name, "how": "was removed"}
    if any(_TEXT_NAME.match(PurePosixPath(path).name) and PurePosixPath(path).parent in places for path in left):
        yield TEXT.at(file, Lines(1, 1, Side.BASE), words=words)
    elif str(folder) == "." or any(folder in PurePosixPath(path).parents for path in left):
        yield TEXT.at(file, Lines(1, 1, Side.BASE), words=words, confidence=Confidence.MEDIUM, severity=Severity.MEDIUM)


def _without_years(text: str | None) -> str:
    lines = (line for line in split_lines(text or "") if not re.search(r"copyright|\(c\)|©", line, re.IGNORECASE))
    return " ".join(" ".join(lines).split())


def _source(file: ChangedFile, text: str, neighbours: _Neighbours) -> Iterator[Finding]:
    header = _header(text)
    if file.status is FileStatus.ADDED:
        if not header and _is_worth_one(text):
            yield from _missing(file, neighbours)
        elif identifier := _identifier(text):
            yield from _identified(file, identifier, neighbours)
        return
    if not header and file.base_text is not None and _is_worth_one(text):
        opening = _opening_comment(file.base_text)
        line = next((number for number, content in removed(file) if number <= opening and _HEADER.search(content)), 0)
        if line:
            yield REMOVED.at(file, Lines(line, line, Side.BASE), words={"line": str(line)}, identity="header")
    before, now = _identifier(file.base_text or ""), _identifier(text)
    if now and now != before:
        yield from _identified(file, now, neighbours)


def _missing(file: ChangedFile, neighbours: _Neighbours) -> Iterator[Finding]:
    texts = [text for text in neighbours.of(file).values() if _is_worth_one(text)]
    with_header = sum(_header(text) for text in texts)
    if len(texts) >= _ENOUGH and with_header >= _NEARLY_ALL * len(texts):
        words = {"with_header": "All" if with_header == len(texts) else str(with_header), "read": str(len(texts))}
        quiet = not neighbours.near(file) or neighbours.is_test(file)
        confidence = Confidence.LOW if quiet else None
        yield MISSING.at(file, 1, words=words, identity=f"header of {file.path}", confidence=confidence)


def _identified(file: ChangedFile, identifier: str, neighbours: _Neighbours) -> Iterator[Finding]:
    line = next(
        number
        for number, content in enumerate(split_lines(file.head_text or ""), 1)
        if "SPDX-License-Identifier" in content
    )
    if wrong := spdx.unknown(identifier):
        yield INVALID.at(file, line, words={"identifier": wrong[:60]})
        return
    found = [each for text in neighbours.of(file).values() if (each := _identifier(text))]
    usual, count = Counter(found).most_common(1)[0] if found else ("", 0)
    if count < _ENOUGH or count < _NEARLY_ALL * len(found) or spdx.is_offered(identifier, usual):
        return
    words = {"identifier": identifier[:60], "usual": usual[:60], "others": str(count), "read": str(len(found))}
    is_copyleft = spdx.is_copyleft(identifier) and not spdx.is_copyleft(usual)
    yield (COPYLEFT if is_copyleft else DIFFERENT).at(file, line, words=words)


def _header(text: str) -> bool:
    return any(_HEADER.search(line) for line in split_lines(text[:8_000])[:_HEADER_LINES])


def _opening_comment(text: str) -> int:
    """How many lines a file has before its first line of code: only there a licence is that of the file."""
    end = ""
    for number, line in enumerate(split_lines(text[:8_000])):
        words = line.strip()
        if end:
            end = "" if end in words else end
        elif opened := _BLOCK_COMMENT.match(words):
            closing = _CLOSINGS[opened[0]]
            end = "" if closing in words[len(opened[0]) :] else closing
        elif words and not words.startswith(_COMMENTS):
            return number
    return _HEADER_LINES


def _identifier(text: str) -> str:
    match = _SPDX.search("\n".join(split_lines(text[:8_000])[:_HEADER_LINES]))
    return match["id"].strip(" \t\r\"',;") if match else ""


def _is_worth_one(text: str) -> bool:
    """Whether a file has enough of its own to carry a header; what a program wrote has not."""
    lines = [line for line in split_lines(text[:8_000]) if line.strip()]
    return len(lines) >= _SMALLEST and not says_generated(text)


class _Neighbours:
    """Files of the base in the same folder with the same suffix, read once a folder."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._changed = {file.base_path for file in snapshot.files}
        self._read: dict[tuple[str, str], Mapping[str, str]] = {}
        self._alike: dict[str, list[str]] = {}
        """Suffix → the files that it could be of; sorted."""

    def is_test(self, file: ChangedFile) -> bool:
        return self._snapshot.policy.is_test(file.path)

    def of(self, file: ChangedFile) -> Mapping[str, str]:
        path = PurePosixPath(file.path)
        key = (str(path.parent), path.suffix)
        if key not in self._read:
            self._read[key] = self._snapshot.tree.read(self._paths(path), Side.BASE)
        return self._read[key]

    def near(self, file: ChangedFile) -> bool:
        """Whether the neighbours stand in the file's own folder, so that the habit is theirs."""
        folder = PurePosixPath(file.path).parent
        return all(PurePosixPath(path).parent == folder for path in self.of(file))

    def _paths(self, path: PurePosixPath) -> list[str]:
        """The files of the folder; where they are too few, of the folders around it."""
        if path.suffix not in self._alike:
            self._alike[path.suffix] = sorted(
                other
                for other in self._snapshot.tree.paths(Side.BASE)
                if other.endswith(path.suffix) and other not in self._changed and not other.endswith("__init__.py")
            )
        alike = self._alike[path.suffix]
        for folder in path.parents:
            prefix = "" if str(folder) == "." else f"{folder}/"
            first = bisect.bisect_left(alike, prefix)
            end = bisect.bisect_right(alike, prefix, first, key=lambda other: other[: len(prefix)])
            inside = alike[first:end]
            own = [other for other in inside if "/" not in other.removeprefix(prefix)]
            chosen = own if len(own) >= _ENOUGH else inside
            if len(chosen) >= _ENOUGH:
                step = max(1, len(chosen) // _NEIGHBOURS)
                return chosen[::step][:_NEIGHBOURS]
        return []
