"""Runs zizmor on workflow files and says its findings in our words. A part of the workflows check.

zizmor (https://docs.zizmor.sh) audits GitHub Actions files. It runs offline, without the repository's configuration and
ignore comments, on copies under names of ours: no path of the change touches the disk.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model import Area, ChangedFile, Confidence, Finding, Gap, Severity, Side, split_lines
from workers import sandbox
from workers.checks.base import CheckRule

TIMEOUT = 30.0
"""Seconds for one run; an ordinary one takes 0.1."""

_OPTIONS = (
    "--offline", "--no-config", "--no-ignores", "--no-exit-codes", "--no-progress", "--strict-collection",
    "--quiet", "--format", "json",
)  # fmt: skip
_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_DOCUMENTATION = "https://docs.zizmor.sh/audits/#"


def _rule(
    audit: str,
    severity: Severity,
    confidence: Confidence,
    cwe: int,
    title: str,
    message: str,
    remedy: str,
    area: Area = Area.SUPPLY_CHAIN,
) -> CheckRule:
    references = (_DOCUMENTATION + audit,)
    return CheckRule(f"workflows.{audit}", severity, confidence, area, cwe, title, message, remedy, references)


AUDITS: Mapping[str, CheckRule] = {
    "template-injection": _rule(
        "template-injection",
        _HIGH,
        Confidence.HIGH,
        94,
        "A workflow expression is pasted into a script",
        "`{feature}` is put into the script's text before it runs: whoever controls the value runs commands here.",
        'Give the value to the step with `env:` and use it in the script as "$NAME".',
        Area.INPUT_VALIDATION,
    ),
    "dangerous-triggers": _rule(
        "dangerous-triggers",
        _MEDIUM,
        Confidence.LOW,
        829,
        "The workflow runs with the repository's rights on outsiders' events",
        "Anyone can cause `{feature}`, and the job then holds the repository's token and secrets.",
        "Use `pull_request`, or keep everything that outsiders control out of this workflow.",
    ),
    "unpinned-uses": _rule(
        "unpinned-uses",
        _MEDIUM,
        Confidence.LOW,
        829,
        "An action of somebody else is not pinned to a commit",
        "Whoever can move the name in `{feature}` runs code in this job with its token and secrets.",
        "Pin the action to a full commit id and keep its version in a comment.",
    ),
    "excessive-permissions": _rule(
        "excessive-permissions",
        _MEDIUM,
        Confidence.MEDIUM,
        250,
        "The job's token may do more than the job needs",
        "With {feature}, every step and every action of the job may use these rights.",
        "Set `permissions: {}` for the workflow and grant each job what it needs.",
        Area.AUTHORIZATION,
    ),
    "artipacked": _rule(
        "artipacked",
        _LOW,
        Confidence.LOW,
        522,
        "The checkout leaves the token in the working folder",
        "Later steps, and artifacts made of the folder, can read the job's token from `.git/config`.",
        "Set `persist-credentials: false` on the checkout.",
        Area.SECRETS,
    ),
    "github-env": _rule(
        "github-env",
        _HIGH,
        Confidence.MEDIUM,
        77,
        "Untrusted text can set the environment of later steps",
        "Whoever controls what is written to the environment file can make later steps run their code.",
        "Write to `GITHUB_OUTPUT` instead, and only values that were checked.",
        Area.INPUT_VALIDATION,
    ),
    "cache-poisoning": _rule(
        "cache-poisoning",
        _MEDIUM,
        Confidence.MEDIUM,
        349,
        "A release is built from a cache that other runs can write",
        "Whoever gets code to run in another workflow can put files into the release through the cache.",
        "Build releases without a cache.",
    ),
    "hardcoded-container-credentials": _rule(
        "hardcoded-container-credentials",
        _HIGH,
        Confidence.HIGH,
        798,
        "A registry password is written in the workflow",
        "Whoever can read the repository can log in to the registry.",
        "Move the password to the repository's secrets and revoke this one.",
        Area.SECRETS,
    ),
    "insecure-commands": _rule(
        "insecure-commands",
        _HIGH,
        Confidence.HIGH,
        77,
        "Workflow commands that were withdrawn as unsafe are allowed again",
        "Any output of a step can set environment variables and the search path of later steps.",
        "Remove `ACTIONS_ALLOW_UNSECURE_COMMANDS` and write to the environment files.",
        Area.INPUT_VALIDATION,
    ),
    "secrets-inherit": _rule(
        "secrets-inherit",
        _MEDIUM,
        Confidence.MEDIUM,
        250,
        "All secrets go to the called workflow",
        "The called workflow gets every secret of the repository, not only those that it needs.",
        "Pass the secrets by name.",
        Area.SECRETS,
    ),
    "overprovisioned-secrets": _rule(
        "overprovisioned-secrets",
        _MEDIUM,
        Confidence.HIGH,
        250,
        "All secrets go to one step",
        "`{feature}` hands every secret of the repository to the step.",
        "Name the secrets that the step needs.",
        Area.SECRETS,
    ),
    "unredacted-secrets": _rule(
        "unredacted-secrets",
        _MEDIUM,
        Confidence.MEDIUM,
        532,
        "A part of a secret is not masked in the log",
        "Parts taken out of a structured secret are not known to the masking, so logs can show them.",
        "Keep each value as a secret of its own.",
        Area.LOGGING,
    ),
    "bot-conditions": _rule(
        "bot-conditions",
        _HIGH,
        Confidence.MEDIUM,
        290,
        "The condition trusts a name that outsiders can bring about",
        "`{feature}` tells who caused the last event, not who wrote the change, so the condition can be met by others.",
        "Compare `github.event.pull_request.user.login`, and the repository that the head comes from.",
        Area.AUTHORIZATION,
    ),
    "unsound-contains": _rule(
        "unsound-contains",
        _MEDIUM,
        Confidence.MEDIUM,
        697,
        "The condition looks for a part of a text, not for an entry of a list",
        "A branch or name that is part of the text passes the condition.",
        "Compare with `fromJSON('[…]')`, or one by one.",
        Area.AUTHORIZATION,
    ),
    "unsound-condition": _rule(
        "unsound-condition",
        _MEDIUM,
        Confidence.HIGH,
        670,
        "The condition is always true",
        "The condition is text that is never empty, so the job or step always runs.",
        "Write the condition on one line, without a block scalar around `${{ }}`.",
        Area.AUTHORIZATION,
    ),
    "known-vulnerable-actions": _rule(
        "known-vulnerable-actions",
        _HIGH,
        Confidence.HIGH,
        1395,
        "The action has a published vulnerability",
        "`{feature}` is a version with a published vulnerability.",
        "Use a version in which it is mended.",
    ),
    "typosquat-uses": _rule(
        "typosquat-uses",
        _HIGH,
        Confidence.MEDIUM,
        829,
        "The action's name is nearly that of a well-known one",
        "`{feature}` may be made to be taken for another action.",
        "Check the name.",
    ),
    "unpinned-images": _rule(
        "unpinned-images",
        _LOW,
        Confidence.LOW,
        829,
        "A container image is not pinned",
        "Whoever can move the tag in `{feature}` runs code in this job.",
        "Pin the image by its digest.",
    ),
    "insecure-url-scheme": _rule(
        "insecure-url-scheme",
        _MEDIUM,
        Confidence.MEDIUM,
        319,
        "The workflow fetches without encryption",
        "Whoever is on the way can replace what `{feature}` fetches.",
        "Use https.",
        Area.CRYPTOGRAPHY,
    ),
}
_LEFT_OUT = frozenset(
    "superfluous-actions misfeature anonymous-definition concurrency-limits undocumented-permissions stale-action-refs "
    "dependabot-cooldown use-trusted-publishing adhoc-packages unpinned-tools self-repository archived-uses "
    "secrets-outside-env self-hosted-runner".split()
)
"""Audits of style, or of what a change cannot decide."""

_OTHER = CheckRule(
    "workflows.other",
    _LOW,
    Confidence.LOW,
    Area.SUPPLY_CHAIN,
    1395,
    "zizmor: {what}",
    "zizmor's audit `{audit}` speaks of `{feature}`.",
    "Read what the audit means in zizmor's documentation.",
    ("https://docs.zizmor.sh/audits/",),
)
_COMMIT = re.compile(r"@[0-9a-f]{40}\b")
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_TYPED = re.compile(r"(?:github\.event\.)?inputs\.[\w-]+$|steps\.[\w-]+\.outputs\.[\w-]+$")
_OWN_ACTIONS = ("actions/", "github/")


_ABOUT_REFERENCES = frozenset({"unpinned-uses", "ref-confusion", "impostor-commit", "known-vulnerable-actions"})
_PIN = re.compile(r"@[\w./-]+(?:[ \t]*#.*)?")
"""An update of an action's version does not make an old flaw of its step new."""


class Unavailable(Exception):
    """zizmor cannot run here; the message is a clause for people."""


@dataclass(frozen=True, slots=True)
class Document:
    """One side of one workflow or action file."""

    file: ChangedFile
    side: Side

    @property
    def text(self) -> str:
        return self.file.text(self.side) or ""


def audit(documents: Sequence[Document]) -> tuple[list[Finding], list[Gap]]:
    """The findings on all documents, and a gap for each head that zizmor cannot read.

    Raises :class:`Unavailable`, :class:`workers.sandbox.ProcessTimeout`.
    """
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if program is None:
        raise Unavailable("zizmor is not installed")
    with tempfile.TemporaryDirectory(prefix="patchwarden-") as scratch:
        names = [_write(Path(scratch), number, document) for number, document in enumerate(documents)]
        found = _run(program, Path(scratch), names)
        if found is not None:
            return _told_once([finding for item in found if (finding := _finding(item, documents))]), []
        findings, gaps = [], []
        for document, name in zip(documents, names, strict=True):
            alone = _run(program, Path(scratch), [name])
            if alone is not None:
                findings += [finding for item in alone if (finding := _finding(item, documents))]
            elif document.side is Side.HEAD:
                gaps.append(Gap("workflows", "zizmor cannot read it as a workflow or action", document.file.path))
    return _told_once(findings), gaps


def _write(scratch: Path, number: int, document: Document) -> str:
    """The copy's path below the scratch folder; zizmor tells workflows and actions by their place and name."""
    is_action = Path(document.file.path).stem == "action"
    name = f"{number}/action.yml" if is_action else f"{number}/.github/workflows/workflow.yml"
    target = scratch / name
    target.parent.mkdir(parents=True)
    target.write_text(document.text, encoding="utf-8", newline="")
    return name


def _run(program: str, scratch: Path, names: Sequence[str]) -> list[Mapping[str, Any]] | None:
    """What zizmor says, or ``None`` where it could not read one of the inputs."""
    done = sandbox.run([program, *_OPTIONS, *names], cwd=scratch, timeout=TIMEOUT, check=False)
    if done.returncode != 0:
        return None
    answer = json.loads(done.stdout)
    return answer if isinstance(answer, list) else None


def _finding(item: Mapping[str, Any], documents: Sequence[Document]) -> Finding | None:
    audit_id = str(item["ident"])
    place = next((each for each in item["locations"] if each["symbolic"]["kind"] == "Primary"), None)
    if audit_id in _LEFT_OUT or place is None:
        return None
    document = documents[int(str(place["symbolic"]["key"]["Local"]["verbatim_path"]).split("/")[0])]
    feature = str(place["concrete"]["feature"])
    first = int(place["concrete"]["location"]["start_point"]["row"]) + 1
    last = int(place["concrete"]["location"]["end_point"]["row"]) + 1
    rule = AUDITS.get(audit_id, _OTHER)
    words = {"feature": _short(feature), "audit": audit_id, "what": str(item["desc"])}
    confidence = min(rule.confidence, _confidence(item))
    if audit_id == "unpinned-uses":
        confidence = _unpinned(document, feature)
        if feature.removeprefix("uses:").strip().startswith(_OWN_ACTIONS):
            return None
    elif audit_id == "excessive-permissions" and "write" not in feature:
        # What the repository's settings grant by default is not this change's doing.
        confidence = Confidence.LOW
    elif audit_id == "template-injection" and _is_typed_by_members(document, first, last):
        confidence = Confidence.LOW
    secret = audit_id == "hardcoded-container-credentials"
    # A block reaches over many lines; its first one is where a comment belongs.
    end = last if last - first < 3 else first
    return rule.at(
        document.file,
        first,
        side=document.side,
        end_line=end,
        confidence=confidence,
        severity=min(rule.severity, _severity(item)),
        words=words,
        excerpt="credentials: …" if secret else None,
        identity=f"{audit_id} {feature if audit_id in _ABOUT_REFERENCES else _PIN.sub('@', feature)}",
        scope=_scope(place),
    )


def _is_typed_by_members(document: Document, first: int, last: int) -> bool:
    """Whether the lines paste in nothing but what is typed by whoever starts the workflow by hand: only those who may
    write to the repository can."""
    if "workflow_dispatch" not in document.text or "workflow_call" in document.text:
        return False
    pasted = _EXPRESSION.findall("\n".join(split_lines(document.text)[first - 1 : last]))
    return bool(pasted) and all(_TYPED.match(expression) for expression in pasted)


def _told_once(findings: Sequence[Finding]) -> list[Finding]:
    """Of the expressions that only members type in, the first of each job: they are one question."""
    seen: set[tuple[str, Side, str]] = set()
    kept = []
    for finding in findings:
        key = (finding.span.path, finding.span.side, finding.scope)
        quiet = finding.rule == "workflows.template-injection" and finding.confidence is Confidence.LOW
        if not quiet or key not in seen:
            kept.append(finding)
        if quiet:
            seen.add(key)
    return kept


def _unpinned(document: Document, feature: str) -> Confidence:
    """Where the file pins its other actions by commit, or this names a branch, it is a defect; else an observation."""
    base = document.file.base_text or document.text
    pins = bool(_COMMIT.search(base))
    branch = re.search(r"@(?:main|master|develop|dev|trunk|HEAD)\b", feature)
    return Confidence.HIGH if pins else Confidence.MEDIUM if branch else Confidence.LOW


def _confidence(item: Mapping[str, Any]) -> Confidence:
    return Confidence[str(item["determinations"]["confidence"]).upper()]


def _severity(item: Mapping[str, Any]) -> Severity:
    name = str(item["determinations"]["severity"]).upper()
    return Severity.__members__.get(name, Severity.LOW)


def _short(text: str) -> str:
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= 80 else line[:79] + "…"


def _scope(place: Mapping[str, Any]) -> str:
    """The job that holds the place."""
    keys = [str(step["Key"]) for step in place["symbolic"]["route"]["route"] if "Key" in step]
    return ".".join(keys[:2]) if keys[:1] == ["jobs"] else ""
