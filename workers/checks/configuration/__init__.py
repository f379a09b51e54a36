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
    Aside,
    ChangedFile,
    CheckResult,
    FileStatus,
    Finding,
    Gap,
    Side,
)
from bot.policy import Policy
from workers.checks.base import Lines, Snapshot, added, applied, nothing_to_read, ran, removed
from workers.checks.configuration.kinds import KINDS
from workers.checks.configuration.reading import kinds_of, unsafe
from workers.checks.configuration.settings import of_kind
from workers.checks.rules import CheckRules, rules_of
from workers.reading.dockerfiles import final_user, is_dockerfile

RULES = CheckRules("configuration")

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
_ENV_FILE, _NOT_IGNORED = "environment-file", "no-longer-ignored"
_HEADER, _USER_REMOVED = "security-header-removed", "docker-user-removed"
"""Rules that are searched for here; their words are in ``rules/`` like all others."""


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
    rules = {setting.rule for kind in kinds for setting in of_kind(kind)} | {rules_of("environment")[_ENV_FILE]}
    rules |= {rules_of("web-server")[_HEADER]} if "web-server" in kinds else set()
    rules |= {rules_of("docker")[_USER_REMOVED]} if "docker" in kinds else set()
    rules |= {rules_of("ignore-files")[_NOT_IGNORED]} if ignores else set()
    return applied(rules)


def _committed(file: ChangedFile) -> Iterator[Finding]:
    if file.status is FileStatus.ADDED and _ENV_NAME.search(file.path):
        yield rules_of("environment")[_ENV_FILE].at(file, 1, identity=file.path, excerpt="")


def _lost(file: ChangedFile) -> Iterator[Finding]:
    """Protections of the base that the head no longer has."""
    if _IGNORES.search(file.path):
        no_longer_ignored = rules_of("ignore-files")[_NOT_IGNORED]
        kept = {line.strip() for _, line in added(file)}
        for number, line in removed(file):
            entry = line.strip()
            covered = any(entry.rpartition("/")[2] in each for each in kept)
            if _SECRET_FILES.search(entry) and not entry.startswith(("#", "!")) and not covered:
                where = Lines(number, number, Side.BASE)
                yield no_longer_ignored.at(file, where, words={"entry": entry[:80]}, identity=entry)
    if file.head_text is None or file.base_text is None:
        return
    if KINDS["web-server"].search(file.path):
        header_removed = rules_of("web-server")[_HEADER]
        for number, line in removed(file):
            match = _HEADER_LINE.search(line)
            if match and match.group(1).lower() not in file.head_text.lower():
                name = match.group(1)
                yield header_removed.at(file, Lines(number, number, Side.BASE), words={"header": name}, identity=name)
    if is_dockerfile(file.path):
        yield from _user(file, file.base_text, file.head_text)


def _user(file: ChangedFile, base: str, head: str) -> Iterator[Finding]:
    """A ``USER`` that went, or became root, in the last stage: the image runs as that one's account."""
    before, after = final_user(base), final_user(head)
    if before is None or before[1] in _ROOT or (after is not None and after[1] not in _ROOT):
        return
    rule, words, identity = rules_of("docker")[_USER_REMOVED], {"user": before[1]}, f"user {before[1]}"
    if after is not None and after[0] in file.added_lines:
        yield rule.at(file, after[0], words=words, identity=identity)
    elif before[0] in file.removed_lines:
        yield rule.at(file, Lines(before[0], before[0], Side.BASE), words=words, identity=identity)
    else:
        # The line stands as it was, and a later stage no longer is built on its own.
        yield rule.at(file, min(file.added_lines, default=1), words=words, identity=identity)
