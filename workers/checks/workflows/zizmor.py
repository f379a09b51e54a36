"""Runs zizmor on workflow files and says its findings in our words. A part of the workflows check.

zizmor (https://docs.zizmor.sh) audits GitHub Actions files. It runs offline, without the repository's configuration and
ignore comments, on copies under names of ours: no path of the change touches the disk.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec

from bot.decoding import decode_json
from bot.model import Area, Confidence, Finding, Gap, Severity, Side, split_lines
from workers.checks.base import CheckRule, Lines
from workers.checks.rules import check_rule
from workers.checks.workflows.document import Document
from workers.processes import sandbox, scratch
from workers.reading import rule_files

TIMEOUT = 30.0
"""Seconds of CPU for one run, and a quarter of those that it may take by the clock; an ordinary one takes 0.1."""

_OPTIONS = (
    "--offline", "--no-config", "--no-ignores", "--no-exit-codes", "--no-progress", "--strict-collection",
    "--quiet", "--format", "json",
)  # fmt: skip
LEFT_OUT = frozenset(
    "superfluous-actions misfeature anonymous-definition concurrency-limits undocumented-permissions stale-action-refs "
    "dependabot-cooldown use-trusted-publishing adhoc-packages unpinned-tools self-repository archived-uses "
    "secrets-outside-env self-hosted-runner".split()
)
"""Audits of style, or of what a change cannot decide."""
OTHER = CheckRule(
    "workflows.other",
    Severity.LOW,
    Confidence.LOW,
    Area.SUPPLY_CHAIN,
    1395,
    "zizmor: {what}",
    "zizmor's audit `{audit}` speaks of `{feature}`.",
    "Read what the audit means in zizmor's documentation.",
    ("https://docs.zizmor.sh/audits/",),
)
"""For an audit that has no words of ours yet: the rule files of ``rules/github-workflows`` with ``audit`` have them."""
_COMMIT = re.compile(r"@[0-9a-f]{40}\b")
_EXPRESSION = re.compile(r"\$\{\{([^\n{}]*)\}\}")
_TYPED = re.compile(r"(?:github\.event\.)?inputs\.[\w-]+$|steps\.[\w-]+\.outputs\.[\w-]+$")
_OWN_ACTIONS = ("actions/", "github/")
_BY_DEFAULT = "default permissions"
"""How zizmor begins to speak of rights that nobody asked for: those that the repository's settings grant."""
_NO_LIMITS = "The workflow does not limit its jobs' token"
_ABOUT_REFERENCES = frozenset({"unpinned-uses", "ref-confusion", "impostor-commit", "known-vulnerable-actions"})
_PIN = re.compile(r"@[\w./-]+(?:[ \t]*#.*)?")
"""An update of an action's version does not make an old flaw of its step new."""


class Unavailable(Exception):
    """zizmor cannot run here; the message is a clause for people."""


class _Route(msgspec.Struct, frozen=True):
    route: tuple[Mapping[str, str | int], ...]


class _Path(msgspec.Struct, frozen=True):
    verbatim_path: str


class _Key(msgspec.Struct, frozen=True, rename="pascal"):
    local: _Path


class _Symbolic(msgspec.Struct, frozen=True):
    key: _Key
    annotation: str
    route: _Route
    kind: str


class _Point(msgspec.Struct, frozen=True):
    row: int


class _Lines(msgspec.Struct, frozen=True):
    start_point: _Point
    end_point: _Point


class _Concrete(msgspec.Struct, frozen=True):
    location: _Lines
    feature: str


class _Place(msgspec.Struct, frozen=True):
    """One place that an audit speaks of. Its primary one is where the flaw is."""

    symbolic: _Symbolic
    concrete: _Concrete

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.concrete.location.start_point.row + 1

    @property
    def last(self) -> int:
        return self.concrete.location.end_point.row + 1

    @property
    def scope(self) -> str:
        """The job that holds the place, e.g. ``jobs.build``."""
        keys = [str(step["Key"]) for step in self.symbolic.route.route if "Key" in step]
        return ".".join(keys[:2]) if keys[:1] == ["jobs"] else ""


class _Grades(msgspec.Struct, frozen=True):
    confidence: str
    severity: str


class _Answer(msgspec.Struct, frozen=True):
    """One finding of zizmor, as far as we read it."""

    ident: str
    desc: str
    determinations: _Grades
    locations: tuple[_Place, ...]

    @property
    def confidence(self) -> Confidence:
        return Confidence[self.determinations.confidence.upper()]

    @property
    def severity(self) -> Severity:
        return Severity.__members__.get(self.determinations.severity.upper(), Severity.LOW)


@cache
def audits() -> Mapping[str, CheckRule]:
    """The audits that are told in words of ours, by zizmor's names."""
    found = rule_files.documents(rule_files.root(), "github-workflows")
    return {str(document["audit"]): check_rule(name, document) for name, document in found if "audit" in document}


@cache
def _default_rights() -> CheckRule:
    """What is said of a workflow that asks for no rights at all, and so gets what the repository grants."""
    return replace(
        audits()["excessive-permissions"],
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        title=_NO_LIMITS,
        message="Every step and every action may use whatever rights the repository's settings give by default.",
        several=None,
    )


def audit(documents: Sequence[Document], owner: str) -> tuple[list[Finding], list[Gap]]:
    """The findings on all documents, and a gap for each head that zizmor cannot read. ``owner`` of the repository: what
    comes from another repository of theirs is nobody else's.

    Raises :class:`Unavailable`, :class:`workers.processes.sandbox.ProcessTimeout`,
    :class:`workers.processes.sandbox.LimitReached`.
    """
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if program is None:
        raise Unavailable("zizmor is not installed")
    gaps = []
    with scratch.folder("workflows") as folder:
        names = [_write(folder, number, document) for number, document in enumerate(documents)]
        found = _run(program, folder, names)
        if found is None:
            found = ()
            for document, name in zip(documents, names, strict=True):
                alone = _run(program, folder, [name])
                found += alone or ()
                if alone is None and document.side is Side.HEAD:
                    gaps.append(Gap("workflows", "zizmor cannot read it as a workflow or action", document.file.path))
    findings = [finding for item in found if (finding := _finding(item, documents, owner))]
    return _made_worse(findings, documents), gaps


def _write(folder: Path, number: int, document: Document) -> str:
    """The copy's path below the scratch folder; zizmor tells workflows and actions by their place and name."""
    is_action = Path(document.file.path).stem == "action"
    name = f"{number}/action.yml" if is_action else f"{number}/.github/workflows/workflow.yml"
    target = folder / name
    target.parent.mkdir(parents=True)
    target.write_text(document.text, encoding="utf-8", newline="")
    return name


def _run(program: str, folder: Path, names: Sequence[str]) -> tuple[_Answer, ...] | None:
    """What zizmor says, or ``None`` where it could not read one of the inputs."""
    done = sandbox.run([program, *_OPTIONS, *names], cwd=folder, cpu_seconds=TIMEOUT, timeout=4 * TIMEOUT, check=False)
    return decode_json(tuple[_Answer, ...], done.stdout) if done.returncode == 0 else None


def _finding(item: _Answer, documents: Sequence[Document], owner: str) -> Finding | None:
    place = next((each for each in item.locations if each.symbolic.kind == "Primary"), None)
    if item.ident in LEFT_OUT or place is None:
        return None
    document = documents[int(place.symbolic.key.local.verbatim_path.split("/")[0])]
    first, last, feature = place.first, place.last, place.concrete.feature
    if any(each.symbolic.annotation.startswith(_BY_DEFAULT) for each in item.locations):
        identity = f"{_BY_DEFAULT} {place.scope}"
        line = Lines(first, first, document.side)
        return _default_rights().at(document.file, line, identity=identity, scope=place.scope)
    rule = audits().get(item.ident, OTHER)
    confidence = _confidence(item, place, document, owner, rule.confidence)
    if confidence is None:
        return None
    # A block reaches over many lines; its first one is where a comment belongs.
    end = last if last - first < 3 else first
    return rule.at(
        document.file,
        Lines(first, end, document.side),
        confidence=confidence,
        severity=min(rule.severity, item.severity),
        words={"feature": _short(feature), "audit": item.ident, "what": item.desc},
        excerpt="credentials: …" if item.ident == "hardcoded-container-credentials" else None,
        identity=f"{item.ident} {feature if item.ident in _ABOUT_REFERENCES else _PIN.sub('@', feature)}",
        scope=place.scope,
    )


def _confidence(item: _Answer, place: _Place, document: Document, owner: str, at_most: Confidence) -> Confidence | None:
    """How sure the finding is; ``None`` where it is none."""
    match item.ident:
        case "unpinned-uses":
            used = place.concrete.feature.removeprefix("uses:").strip(" \t'\"").lower()
            is_own = used.startswith((*_OWN_ACTIONS, f"{owner.lower()}/"))
            return None if is_own else _unpinned(document, place.concrete.feature)
        case "artipacked" if item.confidence is Confidence.LOW:
            # Nothing is made of the folder: only the job's own steps see it.
            return None
        case "artipacked":
            # Newer versions of the checkout keep the token outside of the folder.
            return Confidence.HIGH if item.severity is Severity.HIGH else Confidence.LOW
        case "template-injection" if _is_typed_by_members(document, place.first, place.last):
            return Confidence.LOW
        case _:
            return min(at_most, item.confidence)


def _made_worse(findings: Sequence[Finding], documents: Sequence[Document]) -> list[Finding]:
    """The findings, what is said of default rights as a difference."""
    base = {document.file.path: document.text for document in documents if document.side is Side.BASE}
    had_none = {
        (finding.span.path, finding.scope)
        for finding in findings
        if finding.title == _NO_LIMITS and finding.span.side is Side.BASE
    }
    return [kept for finding in findings if (kept := _against_base(finding, base, had_none)) is not None]


def _against_base(finding: Finding, base: Mapping[str, str], had_none: Set[tuple[str, str]]) -> Finding | None:
    """A job that lost its limits is a defect; a new job without any is a habit where other jobs had none before."""
    path, job = finding.span.path, finding.scope.removeprefix("jobs.")
    if finding.title != _NO_LIMITS or finding.span.side is Side.BASE or path not in base:
        return finding
    if job and re.search(rf"^[^\S\n]++['\"]?{re.escape(job)}['\"]?\s*:", base[path], re.MULTILINE):
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


def _short(text: str) -> str:
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= 80 else line[:79] + "…"
