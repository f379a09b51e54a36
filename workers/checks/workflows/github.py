"""GitHub's workflows and actions, what zizmor leaves to the reader. A part of the workflows check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.model import Confidence, Finding
from workers.checks.rules import rules_of
from workers.checks.workflows.document import Document
from workers.reading.line_patterns import LinePattern
from workers.reading.yaml_nodes import Node, Scalar, entries, items, scalar_lines, text_of

_PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment")
_UNTRUSTED_REF = re.compile(
    r"github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|refs/pull/"
    r"|github\.event\.workflow_run\.head_(?:sha|branch)|github\.event\.number|github\.event\.issue\.number"
)
_FETCHES = LinePattern(
    r"\bgh pr checkout\b",
    r"\bgit (?:fetch|checkout|pull)\b(*)(?:pull/|head\.(?:sha|ref)|head_ref)",
)
_PIPED = LinePattern(r"\b(?:curl|wget)\b(-)\bhttps?://(-)\| ?(?:sudo )?(?:ba|z|da)?sh\b")


def examined(document: Document, root: Node) -> Iterator[Finding]:
    """What one document of a workflow or an action lets outsiders do."""
    rules = rules_of("github-workflows")
    workflow = entries(root)
    triggers = _names(workflow.get("on"))
    privileged = next((name for name in _PRIVILEGED if name in triggers), None)
    blocks = [workflow, *(entries(job) for job in entries(workflow.get("jobs")).values())]
    for block in blocks:
        permissions = block.get("permissions")
        if permissions is not None and text_of(permissions) == "write-all":
            yield document.at(rules["write-all"], permissions.line)
    for step in _steps(workflow):
        run = step.get("run")
        for line in scalar_lines(document.text, run) if isinstance(run, Scalar) else ():
            found = _PIPED.search(line.text)
            if run is not None and found is not None:
                number, confidence = line.number_at(found[0]), Confidence.MEDIUM if "http://" in line.text else None
                yield document.at(rules["remote-script"], number, line.text, confidence=confidence)
        if privileged and (fetched := _untrusted_checkout(document, step)) is not None:
            words, identity = {"trigger": privileged}, f"{privileged} checkout"
            yield document.at(rules["untrusted-checkout"], fetched, identity, words=words)


def _steps(workflow: Mapping[str, Node]) -> Iterator[Mapping[str, Node]]:
    """The steps of all jobs, or of a composite action."""
    for holder in (*entries(workflow.get("jobs")).values(), workflow.get("runs")):
        yield from (entries(step) for step in items(entries(holder).get("steps")))


def _untrusted_checkout(document: Document, step: Mapping[str, Node]) -> int | None:
    """The line of a step that fetches outsiders' code."""
    if text_of(step.get("uses")).startswith("actions/checkout@"):
        ref = entries(step.get("with")).get("ref")
        return ref.line if ref is not None and _UNTRUSTED_REF.search(text_of(ref)) else None
    run = step.get("run")
    for line in scalar_lines(document.text, run) if isinstance(run, Scalar) else ():
        found = _FETCHES.search(line.text)
        if run is not None and found is not None:
            return line.number_at(found[0])
    return None


def _names(node: Node | None) -> frozenset[str]:
    """The triggers, however they are written: one word, a list or a mapping."""
    listed = frozenset(text_of(item) for item in items(node))
    return listed or frozenset(entries(node)) or frozenset({text_of(node)} - {""})
