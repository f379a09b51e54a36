"""Configuration: settings that were safe and are not.

Compose, Kubernetes and cloud policies are parsed, whatever the style of their YAML or JSON; Dockerfiles are read by
instructions, scripts by commands; Terraform, web servers, SSH, databases and the settings files of frameworks line by
line. Templates are read too. What stood in the base is old, wherever it moved and however it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.model import (
    Applied,
    Area,
    Aside,
    ChangedFile,
    CheckResult,
    Confidence,
    FileStatus,
    Finding,
    Gap,
    Severity,
    Side,
)
from bot.policy import Policy
from workers.checks.base import CheckRule, Snapshot, added, applied, nothing_to_read, ran, removed
from workers.checks.configuration.reading import kinds_of, unsafe
from workers.checks.unsafe_settings import KINDS, SETTINGS
from workers.reading.dockerfiles import final_user, is_dockerfile

ENV_FILE = CheckRule(
    "configuration.environment-file",
    Severity.LOW,
    Confidence.LOW,
    Area.CONFIGURATION,
    538,
    "An environment file is committed",
    "Files like this one hold the settings of one machine, often passwords, and stay in the history.",
    "Commit an example without values, and ignore the file itself.",
)
NOT_IGNORED = CheckRule(
    "configuration.no-longer-ignored",
    Severity.LOW,
    Confidence.MEDIUM,
    Area.CONFIGURATION,
    538,
    "Files with secrets are no longer ignored",
    "`{entry}` was kept out of the repository or the image, and now the next commit or build takes such files in.",
    "Keep the entry.",
)
HEADER = CheckRule(
    "configuration.security-header-removed",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    Area.CONFIGURATION,
    693,
    "The server no longer sends `{header}`",
    "Browsers lose the protection that `{header}` gave the visitors of this site.",
    "Keep the header, or say which part sends it now.",
)
USER_REMOVED = CheckRule(
    "configuration.docker-user-removed",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    Area.CONFIGURATION,
    250,
    "The image runs as root again",
    "The base ended as `{user}`; now a flaw in the program is a flaw of root in the container.",
    "End the file with a `USER` that is not root.",
)
RULES = (*(setting.rule for setting in SETTINGS), ENV_FILE, NOT_IGNORED, HEADER, USER_REMOVED)

_ENV_NAME = re.compile(r"(^|/)\.env(\.(prod|production|staging|live|local))?$", re.IGNORECASE)
_IGNORES = re.compile(r"(^|/)\.(git|docker|npm)ignore$", re.IGNORECASE)
_SECRET_FILES = re.compile(
    r"\.env\b|\.pem\b|\.key\b|id_rsa|credentials|secrets?\b|\.p12\b|\.pfx\b|\.tfstate|\.htpasswd|\.npmrc", re.I
)
_HEADER_LINE = re.compile(
    r"(?:add_header|Header\s+(?:always\s+)?set|http-response\s+set-header)\s+[\"']?"
    r"(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options)\b",
    re.IGNORECASE,
)
_ROOT = ("root", "0")


class Configuration:
    """Unsafe settings of containers, clouds, servers and frameworks, as differences."""

    id = "configuration"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        if not kinds_of(file) and not _IGNORES.search(file.path):
            return Aside.OTHER_KIND
        if policy.keeps_quiet(file.path):
            return Aside.TEST_CODE
        return None if file.status is FileStatus.DELETED else nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return _applied(kinds_of(file), ignores=bool(_IGNORES.search(file.path)))

    def run(self, snapshot: Snapshot) -> CheckResult:
        head: list[Finding] = []
        base: list[Finding] = []
        gaps: list[Gap] = []
        for file in snapshot.files:
            if self.aside(file, snapshot.policy) is not None:
                continue
            found, missed = unsafe(file, Side.HEAD)
            head += [*found, *_committed(file), *_lost(file)]
            gaps += [Gap(self.id, reason, file.path) for reason in missed]
            base += unsafe(file, Side.BASE)[0]
        return ran(self, snapshot, head, gaps, base=base)


@cache
def _applied(kinds: frozenset[str], *, ignores: bool) -> frozenset[Applied]:
    """The rules for a file of these kinds."""
    rules = {setting.rule for setting in SETTINGS if setting.kind in kinds} | {ENV_FILE}
    rules |= {HEADER} if "server" in kinds else set()
    rules |= {USER_REMOVED} if "docker" in kinds else set()
    rules |= {NOT_IGNORED} if ignores else set()
    return applied(rules)


def _committed(file: ChangedFile) -> Iterator[Finding]:
    if file.status is FileStatus.ADDED and _ENV_NAME.search(file.path):
        yield ENV_FILE.at(file, 1, identity=file.path, excerpt="")


def _lost(file: ChangedFile) -> Iterator[Finding]:
    """What the base had for protection and the head has not."""
    if _IGNORES.search(file.path):
        kept = {line.strip() for _, line in added(file)}
        for number, line in removed(file):
            entry = line.strip()
            covered = any(entry.rpartition("/")[2] in each for each in kept)
            if _SECRET_FILES.search(entry) and not entry.startswith(("#", "!")) and not covered:
                yield NOT_IGNORED.at(file, number, side=Side.BASE, words={"entry": entry[:80]}, identity=entry)
    if file.head_text is None or file.base_text is None:
        return
    if KINDS["server"].search(file.path):
        for number, line in removed(file):
            match = _HEADER_LINE.search(line)
            if match and match.group(1).lower() not in file.head_text.lower():
                yield HEADER.at(file, number, side=Side.BASE, words={"header": match.group(1)}, identity=match.group(1))
    if is_dockerfile(file.path):
        yield from _user(file, file.base_text, file.head_text)


def _user(file: ChangedFile, base: str, head: str) -> Iterator[Finding]:
    """The account of the last stage: what an earlier one runs as is not what the image runs as."""
    before, after = final_user(base), final_user(head)
    if before is None or before[1] in _ROOT or (after is not None and after[1] not in _ROOT):
        return
    words, identity = {"user": before[1]}, f"user {before[1]}"
    if after is not None and after[0] in file.added_lines:
        yield USER_REMOVED.at(file, after[0], words=words, identity=identity)
    elif before[0] in file.removed_lines:
        yield USER_REMOVED.at(file, before[0], side=Side.BASE, words=words, identity=identity)
    else:
        # The line stands as it was, and a later stage no longer is built on its own.
        yield USER_REMOVED.at(file, min(file.added_lines, default=1), words=words, identity=identity)
