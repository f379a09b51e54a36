"""Configuration: settings that were safe and are not.

Dockerfiles, Compose and Kubernetes, Terraform and cloud policies, web servers, SSH, databases and the settings files of
frameworks are read line by line on both sides, templates too. What stood in the base is old, wherever it moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.coverage import Applied, Aside
from bot.model import Area, ChangedFile, CheckResult, Confidence, FileStatus, Finding, Severity, Side, split_lines
from bot.policy import Policy
from workers.checks.base import CheckRule, Snapshot, added, applied, nothing_to_read, ran, removed
from workers.checks.unsafe_settings import KINDS, SETTINGS, Setting

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

_PASSING = re.compile(
    r"(^|[/._-])(dev|devel|develop|development|local|test|tests|testing|example|examples|sample|samples|demo|ci|vagrant|docs?"
    r"|e2e|integration|fixtures?|playground|benchmarks?)([/._-]|$)",
    re.IGNORECASE,
)
"""Places whose settings nobody deploys: what is unsafe there goes to the summary."""
_ENV_NAME = re.compile(r"(^|/)\.env(\.(prod|production|staging|live|local))?$")
_IGNORES = re.compile(r"(^|/)\.(git|docker|npm)ignore$")
_SECRET_FILES = re.compile(
    r"\.env\b|\.pem\b|\.key\b|id_rsa|credentials|secrets?\b|\.p12\b|\.pfx\b|\.tfstate|\.htpasswd|\.npmrc", re.I
)
_HEADER_LINE = re.compile(
    r"(?:add_header|Header\s+(?:always\s+)?set|http-response\s+set-header)\s+[\"']?"
    r"(Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options)\b"
)
_USER = re.compile(r"^\s*USER\s+(\S+)", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*(?:#|//|;|--|<!--|\*)")


class Configuration:
    """Unsafe settings of containers, clouds, servers and frameworks, as differences."""

    id = "configuration"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        known = any(pattern.search(file.path) for pattern in KINDS.values())
        if not known and not _IGNORES.search(file.path):
            return Aside.OTHER_KIND
        if policy.keeps_quiet(file.path):
            return Aside.TEST_CODE
        return None if file.status is FileStatus.DELETED else nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        kinds = frozenset(kind for kind, pattern in KINDS.items() if pattern.search(file.path))
        return _applied(kinds, ignores=bool(_IGNORES.search(file.path)))

    def run(self, snapshot: Snapshot) -> CheckResult:
        files = [file for file in snapshot.files if self.aside(file, snapshot.policy) is None]
        head = [finding for file in files for finding in (*_unsafe(file, Side.HEAD), *_lost(file))]
        base = [finding for file in files for finding in _unsafe(file, Side.BASE)]
        return ran(self, snapshot, head, base=base)


@cache
def _applied(kinds: frozenset[str], *, ignores: bool) -> frozenset[Applied]:
    """The rules for a file of these kinds."""
    rules = {setting.rule for setting in SETTINGS if setting.kind in kinds} | {ENV_FILE}
    rules |= {HEADER} if "server" in kinds else set()
    rules |= {USER_REMOVED} if "docker" in kinds else set()
    rules |= {NOT_IGNORED} if ignores else set()
    return applied(rules)


def _unsafe(file: ChangedFile, side: Side) -> Iterator[Finding]:
    """What makes one side unsafe, the safe side's answer for old and moved lines."""
    text = file.text(side)
    settings = [setting for setting in SETTINGS if KINDS[setting.kind].search(file.path)]
    if text is None or not settings:
        return
    lines = split_lines(text)
    for number, line in enumerate(lines, 1):
        if len(line) > 1_000 or _COMMENT.match(line):
            continue
        found = next((each for each in settings if each.pattern.search(line) and _inside(each, lines, number)), None)
        if found is not None:
            low = Confidence.LOW if _PASSING.search(file.path) else None
            yield found.rule.at(file, number, side=side, confidence=low, identity=" ".join(line.split()))
    if side is Side.HEAD and file.status is FileStatus.ADDED and _ENV_NAME.search(file.path):
        yield ENV_FILE.at(file, 1, identity=file.path, excerpt="")


def _inside(setting: Setting, lines: list[str], number: int) -> bool:
    """Whether the line above is as the setting wants it, and a line around it, less indented, opens the block that it
    must stand in."""
    if setting.above is not None and (number < 2 or not setting.above.search(lines[number - 2])):
        return False
    if setting.block is None:
        return True
    depth = _indent(lines[number - 1])
    # A list's dash may stand in the column of its key.
    is_item = lines[number - 1].lstrip().startswith("-")
    for line in reversed(lines[max(0, number - 200) : number - 1]):
        is_key = is_item and _indent(line) == depth and line.rstrip().endswith(":")
        if line.strip() and (_indent(line) < depth or is_key):
            if setting.block.search(line):
                return True
            depth, is_item = _indent(line), False
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


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
            if match and match.group(1) not in file.head_text:
                yield HEADER.at(file, number, side=Side.BASE, words={"header": match.group(1)}, identity=match.group(1))
    if KINDS["docker"].search(file.path):
        yield from _user(file, file.base_text, file.head_text)


def _user(file: ChangedFile, base: str, head: str) -> Iterator[Finding]:
    before, after = _last_user(base), _last_user(head)
    if before is None or before[1] in ("root", "0") or (after is not None and after[1] not in ("root", "0")):
        return
    words, identity = {"user": before[1]}, f"user {before[1]}"
    if after is not None and after[0] in file.added_lines:
        yield USER_REMOVED.at(file, after[0], words=words, identity=identity)
    elif before[0] in file.removed_lines:
        yield USER_REMOVED.at(file, before[0], side=Side.BASE, words=words, identity=identity)


def _last_user(text: str) -> tuple[int, str] | None:
    """The line and name of the user that the image ends as."""
    users = [
        (number, match.group(1).split(":")[0])
        for number, line in enumerate(split_lines(text), 1)
        if (match := _USER.match(line))
    ]
    return users[-1] if users else None
