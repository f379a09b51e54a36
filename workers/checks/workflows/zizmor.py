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
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.model import ChangedFile, Confidence, Finding, Gap, Severity, Side, split_lines
from workers.checks.workflows.audits import AUDITS, DEFAULT_RIGHTS, LEFT_OUT, OTHER
from workers.processes import sandbox

TIMEOUT = 30.0
"""Seconds for one run; an ordinary one takes 0.1."""

_OPTIONS = (
    "--offline", "--no-config", "--no-ignores", "--no-exit-codes", "--no-progress", "--strict-collection",
    "--quiet", "--format", "json",
)  # fmt: skip
_COMMIT = re.compile(r"@[0-9a-f]{40}\b")
_EXPRESSION = re.compile(r"\$\{\{([^\n{}]*)\}\}")
_TYPED = re.compile(r"(?:github\.event\.)?inputs\.[\w-]+$|steps\.[\w-]+\.outputs\.[\w-]+$")
_OWN_ACTIONS = ("actions/", "github/")
_BY_DEFAULT = "default permissions"
"""How zizmor begins to speak of rights that nobody asked for: those that the repository's settings grant."""
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


def audit(documents: Sequence[Document], owner: str) -> tuple[list[Finding], list[Gap]]:
    """The findings on all documents, and a gap for each head that zizmor cannot read. ``owner`` of the repository: what
    comes from another repository of theirs is nobody else's.

    Raises :class:`Unavailable`, :class:`workers.processes.sandbox.ProcessTimeout`.
    """
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if program is None:
        raise Unavailable("zizmor is not installed")
    gaps = []
    with tempfile.TemporaryDirectory(prefix="patchwarden-") as scratch:
        names = [_write(Path(scratch), number, document) for number, document in enumerate(documents)]
        found = _run(program, Path(scratch), names)
        if found is None:
            found = []
            for document, name in zip(documents, names, strict=True):
                alone = _run(program, Path(scratch), [name])
                found += alone or ()
                if alone is None and document.side is Side.HEAD:
                    gaps.append(Gap("workflows", "zizmor cannot read it as a workflow or action", document.file.path))
    findings = [finding for item in found if (finding := _finding(item, documents, owner))]
    return _made_worse(findings, documents), gaps


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


def _finding(item: Mapping[str, Any], documents: Sequence[Document], owner: str) -> Finding | None:
    audit_id = str(item["ident"])
    place = next((each for each in item["locations"] if each["symbolic"]["kind"] == "Primary"), None)
    if audit_id in LEFT_OUT or place is None:
        return None
    document = documents[int(str(place["symbolic"]["key"]["Local"]["verbatim_path"]).split("/")[0])]
    feature = str(place["concrete"]["feature"])
    first = int(place["concrete"]["location"]["start_point"]["row"]) + 1
    last = int(place["concrete"]["location"]["end_point"]["row"]) + 1
    rule = AUDITS.get(audit_id, OTHER)
    if any(str(each["symbolic"]["annotation"]).startswith(_BY_DEFAULT) for each in item["locations"]):
        scope = _scope(place)
        identity = f"{_BY_DEFAULT} {scope}"
        return DEFAULT_RIGHTS.at(document.file, first, side=document.side, identity=identity, scope=scope)
    words = {"feature": _short(feature), "audit": audit_id, "what": str(item["desc"])}
    confidence = min(rule.confidence, _confidence(item))
    if audit_id == "unpinned-uses":
        confidence = _unpinned(document, feature)
        used = feature.removeprefix("uses:").strip(" \t'\"").lower()
        if used.startswith((*_OWN_ACTIONS, f"{owner.lower()}/")):
            return None
    elif audit_id == "artipacked":
        if _confidence(item) is Confidence.LOW:
            # Nothing is made of the folder: only the job's own steps see it.
            return None
        # Newer versions of the checkout keep the token outside of the folder.
        confidence = Confidence.HIGH if _severity(item) is Severity.HIGH else Confidence.LOW
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


def _made_worse(findings: Sequence[Finding], documents: Sequence[Document]) -> list[Finding]:
    """The findings, what is said of default rights as a difference."""
    base = {document.file.path: document.text for document in documents if document.side is Side.BASE}
    had_none = {
        (finding.span.path, finding.scope)
        for finding in findings
        if finding.title == DEFAULT_RIGHTS.title and finding.span.side is Side.BASE
    }
    return [kept for finding in findings if (kept := _against_base(finding, base, had_none)) is not None]


def _against_base(finding: Finding, base: Mapping[str, str], had_none: Set[tuple[str, str]]) -> Finding | None:
    """A job that lost its limits is a defect; a new job without any is a habit where other jobs had none before."""
    path, job = finding.span.path, finding.scope.removeprefix("jobs.")
    if finding.title != DEFAULT_RIGHTS.title or finding.span.side is Side.BASE or path not in base:
        return finding
    if job and re.search(rf"^\s+['\"]?{re.escape(job)}['\"]?\s*:", base[path], re.MULTILINE):
        return finding if (path, finding.scope) in had_none else replace(finding, confidence=Confidence.MEDIUM)
    return None if any(known == path for known, _ in had_none) else finding


def _is_typed_by_members(document: Document, first: int, last: int) -> bool:
    """Whether the lines paste in nothing but what is typed by whoever starts the workflow by hand: only those who may
    write to the repository can."""
    if "workflow_dispatch" not in document.text or "workflow_call" in document.text:
        return False
    pasted = _EXPRESSION.findall("\n".join(split_lines(document.text)[first - 1 : last]))
    return bool(pasted) and all(_TYPED.match(expression.strip()) for expression in pasted)


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
