"""Workflows: what a change lets outsiders do in continuous integration.

GitHub Actions files are audited by zizmor on both sides, and only what is new is told; three rules of ours say what it
leaves to the reader. GitLab CI and Zuul files have rules of their own: untrusted text in scripts, secrets in jobs that
run on changes nobody has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from bot.model import (
    Applied,
    Aside,
    ChangedFile,
    CheckResult,
    Confidence,
    FileStatus,
    Finding,
    Gap,
    Side,
)
from bot.policy import Policy
from workers.checks.base import Snapshot, applied, nothing_to_read, ran
from workers.checks.rules import CheckRules, rules_of
from workers.checks.workflows import github, gitlab, zizmor, zuul
from workers.checks.workflows.document import Document
from workers.processes import sandbox
from workers.reading.yaml_nodes import Node, load

RULES = CheckRules("workflows")

_GITHUB = re.compile(r"(^|/)\.github/workflows/[^/]+\.ya?ml$|(^|/)action\.ya?ml$", re.IGNORECASE)
_USED = re.compile(r"\buses:\s*[\"']?([\w./-]+@[\w./-]+)")
_ELSEWHERE = re.compile(r"/\.github/workflows/")
_GITLAB = re.compile(r"(^|/)(\.gitlab-ci\.ya?ml|[^/]+\.gitlab-ci\.ya?ml)$|^\.gitlab/ci/.+\.ya?ml$", re.IGNORECASE)
_ZUUL = re.compile(r"^\.?zuul\.yaml$|^\.?zuul\.d/.+\.yaml$")


class Workflows:
    """GitHub Actions (with zizmor), GitLab CI and Zuul: untrusted code, text and references near secrets."""

    id = "workflows"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy  # a workflow runs wherever it stands
        return nothing_to_read(file) if _technology(file.path) is not None else Aside.OTHER_KIND

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        technology = _technology(file.path)
        return _applied(technology) if technology is not None else frozenset()

    def run(self, snapshot: Snapshot) -> CheckResult:
        findings: list[Finding] = []
        gaps: list[Gap] = []
        audited: list[Document] = []
        for file in snapshot.files:
            technology = _technology(file.path)
            if technology is None or file.status is FileStatus.DELETED:
                continue
            for side in (Side.BASE, Side.HEAD):
                document = Document(file, side)
                if file.text(side) is None:
                    continue
                read = load(document.text)
                if side is Side.HEAD:
                    gaps += [Gap(self.id, failure.reason, file.path) for failure in read.failures]
                findings += [finding for root in read.roots for finding in _EXAMINED[technology](document, root)]
                if technology == "github-workflows" and not read.failures:
                    audited.append(document)
        if audited:
            more, missing = _audited(audited, snapshot.change.ref.repository.partition("/")[0])
            findings += more
            gaps += missing
        head = [_at_home(finding) for finding in findings if finding.span.side is Side.HEAD]
        base = [finding for finding in findings if finding.span.side is Side.BASE]
        old = _known_actions(head, snapshot)
        return ran(
            self,
            snapshot,
            [finding for finding in _without_twins(head) if _use(finding) not in old],
            gaps,
            # Both sides alike: what is left of the base would answer for the same name in another workflow.
            base=[finding for finding in base if _use(finding) not in old],
        )


def _audited(documents: list[Document], owner: str) -> tuple[list[Finding], list[Gap]]:
    try:
        return zizmor.audit(documents, owner)
    except zizmor.Unavailable as error:
        reason = str(error)
    except (sandbox.ProcessTimeout, sandbox.LimitReached) as error:
        reason = str(error)
    heads = {document.file.path for document in documents if document.side is Side.HEAD}
    return [], [Gap("workflows", reason, path) for path in sorted(heads)]


def _at_home(finding: Finding) -> Finding:
    """A workflow below the root is a template, or came along with other code: nothing runs it here."""
    return replace(finding, confidence=Confidence.LOW) if _ELSEWHERE.search(finding.span.path) else finding


def _without_twins(findings: list[Finding]) -> list[Finding]:
    """The trigger alone says little once the checkout behind it is told."""
    told = {finding.span.path for finding in findings if finding.rule == "workflows.untrusted-checkout"}
    return [f for f in findings if not (f.rule == "workflows.dangerous-triggers" and f.span.path in told)]


def _known_actions(findings: list[Finding], snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """The uses, each with its file, of actions that the base runs under the same name already: in the same file, or
    anywhere where it is an uncertain remark."""
    # Where a file pins its other actions, each one that is not pinned stands out.
    asked = {use: f for f in findings if f.confidence < Confidence.HIGH and (use := _use(f)) is not None}
    uncertain = {use for use, finding in asked.items() if finding.confidence is Confidence.LOW}
    paths = [path for path in snapshot.tree.paths(Side.BASE) if _GITHUB.search(path)] if uncertain else []
    known = _used(*snapshot.tree.read(paths, Side.BASE).values()) if paths else frozenset()
    base = {file.path: _used(file.base_text or "") for file in snapshot.files if _GITHUB.search(file.path)}
    return frozenset(use for use in asked if use[1] in base[use[0]] or (use in uncertain and use[1] in known))


def _use(finding: Finding) -> tuple[str, str] | None:
    """The file and the action's name of an action that is not pinned."""
    used = _USED.search(finding.excerpt) if finding.rule == "workflows.unpinned-uses" else None
    return (finding.span.path, used.group(1)) if used else None


def _used(*texts: str) -> frozenset[str]:
    return frozenset(used.group(1) for text in texts for used in _USED.finditer(text))


def _technology(path: str) -> str | None:
    """The folder of rules for a file of continuous integration; ``None`` for any other file."""
    if _GITHUB.search(path):
        return "github-workflows"
    if _GITLAB.search(path):
        return "gitlab"
    return "zuul" if _ZUUL.search(path) else None


@cache
def _applied(technology: str) -> frozenset[Applied]:
    return applied(rules_of(technology).values())


_EXAMINED: Mapping[str, Callable[[Document, Node], Iterator[Finding]]] = {
    "github-workflows": github.examined,
    "gitlab": gitlab.examined,
    "zuul": zuul.examined,
}
