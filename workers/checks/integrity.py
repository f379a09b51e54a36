"""Review integrity: what a reviewer cannot see, or is kept from seeing.

Characters that hide or reorder code, names that look like other names, suppressions of scanners, policy and ownership
files, and content that no diff shows (binaries, symbolic links, submodules, minified or generated code). All of it is
judged on added lines only, so old text stays old.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.knowledge import paths, suppressions
from bot.knowledge.control_files import control_file
from bot.knowledge.generated import LONGEST_LINE, is_generated, is_minified, says_generated
from bot.model import (
    BINARY,
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
    message_of,
    split_lines,
)
from bot.policy import Policy
from workers.checks import characters
from workers.checks.base import (
    CheckRule,
    Snapshot,
    added,
    applied,
    ran,
    removed,
)

AREA = Area.INTEGRITY

SUPPRESSION = CheckRule(
    "integrity.suppression-added",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    693,
    "A security scanner is silenced here: {marker}",
    "The change adds `{marker}`, so other scanners no longer report this line; the reason should be in the review.",
    "Say why the warning is wrong, name the one rule that is meant, or mend what it points at.",
    several=Several(
        "Security scanners are silenced in {count} places",
        "Other scanners no longer report these lines; the reasons should be in the review.",
    ),
    is_suppression=True,
)
CONTROL_FILE = CheckRule(
    "integrity.control-file-changed",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    693,
    "{what} changed",
    "This file decides {decides}; the change takes part in deciding how it is itself reviewed.",
    "Let somebody who owns the repository's policy confirm this edit by itself.",
)
CONFLICT = CheckRule(
    "integrity.conflict-marker",
    Severity.LOW,
    Confidence.HIGH,
    AREA,
    1164,
    "Merge conflict markers were left in the file",
    "Both versions of a conflict stand in the file, so what is meant cannot be reviewed.",
    "Resolve the conflict and remove the markers.",
)
UNREADABLE = CheckRule(
    "integrity.unreviewable-code",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    506,
    "{what}",
    "{why}",
    "Review the source that it is made from, and make it again from that source.",
)
EXECUTABLE = CheckRule(
    "integrity.executable-bit",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    732,
    "The file became executable",
    "The file gained the executable bit and has no interpreter line, so it is not a script that needs it.",
    "Take the bit away unless something really runs this file.",
)
LINK = CheckRule(
    "integrity.link-changed",
    Severity.LOW,
    Confidence.LOW,
    AREA,
    59,
    "A {what} was {how}",
    "A {what} brings content that this diff does not show.",
    "Look at what it points to before you merge.",
)
SUBMODULE_URL = CheckRule(
    "integrity.submodule-source",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    AREA,
    829,
    "A submodule comes from another place",
    "The submodule's code now comes from `{url}`; whoever controls that place controls the code.",
    "Confirm that the project owns the new place, and pin the commit that was reviewed.",
)

RULES = (*characters.RULES, SUPPRESSION, CONTROL_FILE, CONFLICT, UNREADABLE, EXECUTABLE, LINK, SUBMODULE_URL)
_APPLIED = applied(RULES)

_PROSE = paths.PROSE | {".html", ".htm", ".patch", ".diff", ".orig", ".snap"}
_SUBMODULE = re.compile(r"^\s*url\s*=\s*(\S+)")


class Integrity:
    """Hidden characters, look-alike names, suppressions, policy edits and content that a diff does not show."""

    id = "integrity"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        """Files without a text, too: what no diff shows is this check's business."""
        if message_of(file.path):
            return Aside.OTHER_KIND
        deleted = file.status is FileStatus.DELETED and control_file(file.path, policy.own_rules) is None
        return Aside.DELETED if deleted else None

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        wanted = [file for file in snapshot.files if self.aside(file, snapshot.policy) is None]
        findings = [finding for file in wanted for finding in _findings(snapshot, file)]
        return ran(self, snapshot, findings, subject="review integrity")


def _findings(snapshot: Snapshot, file: ChangedFile) -> Iterator[Finding]:
    yield from _control_file(file, snapshot.policy)
    yield from _modes(file)
    if file.head_text is None:
        return
    yield from characters.findings(file)
    yield from _suppressions(file)
    yield from _conflict(file)
    unread = _unread_lines(file)
    if unread is None:
        yield from _generated(snapshot, file)
    else:
        yield unread
    yield from _submodules(file)


def _control_file(file: ChangedFile, policy: Policy) -> Iterator[Finding]:
    known = control_file(file.path, policy.own_rules)
    if known is not None:
        line = min(file.added_lines, default=1)
        words = {"what": known.what, "decides": known.decides}
        yield replace(CONTROL_FILE.at(file, line, words=words, identity=known.what), steers_reviews=True)


def _modes(file: ChangedFile) -> Iterator[Finding]:
    kinds = {"120000": "symbolic link", "160000": "submodule"}
    kind = kinds.get(file.head_mode or "")
    if kind and file.head_blob != file.base_blob:
        how = "re-pointed" if file.base_mode == file.head_mode else "added"
        yield LINK.at(file, 1, words={"what": kind, "how": how}, identity=f"{kind} {how} {file.path}")
    gained = file.head_mode == "100755" and file.base_mode == "100644"
    if gained and file.head_text != "" and not (file.head_text or "").startswith("#!"):
        yield EXECUTABLE.at(file, 1, identity=f"executable {file.path}")
    is_program = paths.suffix(file.path) in paths.PROGRAMS
    if is_program and file.unreadable == BINARY and file.head_blob != file.base_blob:
        words = {
            "what": f"A compiled file was {'added' if file.base_mode is None else 'replaced'}",
            "why": "Nobody can see in this diff what the compiled file does when it is loaded or run.",
        }
        yield UNREADABLE.at(file, 1, words=words, identity=f"compiled {file.path}")


def _suppressions(file: ChangedFile) -> Iterator[Finding]:
    if paths.suffix(file.path) in _PROSE:
        return
    new = list(suppressions.lines_of_security(list(added(file))))
    if not new:
        return
    before = Counter(marker for _, markers in suppressions.lines_of_security(list(removed(file))) for marker in markers)
    for number, (marker, *_) in new:
        if before[marker]:
            before[marker] -= 1
        else:
            yield SUPPRESSION.at(file, number, words={"marker": " ".join(marker.split())[:60]})


def _conflict(file: ChangedFile) -> Iterator[Finding]:
    if paths.suffix(file.path) in _PROSE:
        return
    starts: list[int] = []
    for number, line in added(file):
        if line.startswith("<<<<<<< "):
            starts.append(number)
        elif line.startswith(">>>>>>> ") and starts:
            yield CONFLICT.at(file, starts.pop(), identity="conflict")


def _minified(file: ChangedFile, line: int) -> Finding:
    words = {
        "what": "Minified code changed",
        "why": "Nobody can read it in a diff, and the rules for source code leave it out.",
    }
    return UNREADABLE.at(file, line, words=words, excerpt="", identity=f"minified {file.path}")


def _long_line(file: ChangedFile, line: int) -> Finding:
    words = {
        "what": "A line was added that nobody reads to its end",
        "why": "What stands behind the first hundreds of characters is out of sight in a diff.",
    }
    return UNREADABLE.at(file, line, words=words, excerpt="", identity=f"long line {file.path}")


def _unread_lines(file: ChangedFile) -> Finding | None:
    """Minified code that was touched, or a long line that was added to other code."""
    if paths.suffix(file.path) not in paths.BUNDLED or not file.hunks:
        return None
    long = next((number for number, line in added(file) if len(line) > LONGEST_LINE), None)
    if is_minified(file.path, file.head_text or ""):
        return _minified(file, long or min(file.added_lines, default=1))
    return _long_line(file, long) if long is not None else None


def _generated(snapshot: Snapshot, file: ChangedFile) -> Iterator[Finding]:
    """Generated code that changed although no source of it did."""
    if file.status is FileStatus.MODIFIED and file.language and says_generated(file.head_text or "") and file.hunks:
        others = (other for other in snapshot.files if other is not file and other.head_text is not None)
        if not any(not is_generated(other) for other in others):
            words = {
                "what": "Generated code was changed by hand",
                "why": "The file says that it is generated, and nothing else in the change explains the new content.",
            }
            line = min(file.added_lines, default=1)
            yield UNREADABLE.at(file, line, words=words, identity=f"generated {file.path}")


def _submodules(file: ChangedFile) -> Iterator[Finding]:
    if file.path != ".gitmodules" or file.base_text is None:
        return
    before = {match.group(1) for line in split_lines(file.base_text) if (match := _SUBMODULE.match(line))}
    replaced = any(_SUBMODULE.match(line) for _, line in removed(file))
    for number, line in added(file):
        match = _SUBMODULE.match(line)
        if match and replaced and match.group(1) not in before:
            yield SUBMODULE_URL.at(file, number, words={"url": match.group(1)})
