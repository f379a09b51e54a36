"""GitLab's pipelines. A part of the workflows check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import Confidence, Finding
from workers.checks.rules import rules_of
from workers.checks.workflows.document import Document
from workers.reading.yaml_nodes import Node, Scalar, entries, items, resolved, scalar_lines, text_of
from workers.reading.yaml_nodes import Sequence as Items

_GITLAB_TEXT = re.compile(
    r"\$\{?(CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME)|CI_COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|AUTHOR"
    r"|REF_NAME|BRANCH|TAG))\b"
)
_AS_CODE = re.compile(r"\beval\b|\b(?:ba|z|da)?sh\s+-\w*c\b|\bpython3?\s+-c\b|\bperl\s+-e\b|\bnode\s+-e\b")


def examined(document: Document, root: Node) -> Iterator[Finding]:
    """What one document of a pipeline takes in from outside."""
    include_rule, text_rule = (rules_of("gitlab")[name] for name in ("gitlab-include", "gitlab-untrusted-text"))
    pipeline = entries(root)
    include = pipeline.get("include")
    for entry in items(include) or (include,):
        parts = entries(entry)
        # A text alone that is an address is a remote file too.
        written = parts.get("remote") or (entry if "://" in text_of(entry) else None)
        remote, project = text_of(written), text_of(parts.get("project"))
        if written is not None and remote:
            yield document.at(include_rule, written.line, remote, words={"what": remote})
        elif project and "ref" not in parts:
            words, line = {"what": project}, parts["project"].line
            yield document.at(include_rule, line, project, words=words, confidence=Confidence.LOW)
    for job in pipeline.values():
        for name in ("script", "before_script", "after_script"):
            for script in _flat(entries(job).get(name)):
                for shell in scalar_lines(document.text, script):
                    match = _GITLAB_TEXT.search(shell.text)
                    if match and _AS_CODE.search(shell.text):
                        number, words = shell.number_at(match.start()), {"what": match.group(1)}
                        yield document.at(text_rule, number, shell.text, words=words)


def _flat(node: Node | None) -> Iterator[Scalar]:
    """The texts of a script: one, a list, or lists in it (an anchor that is put into a list)."""
    waiting = [node]
    while waiting:
        each = resolved(waiting.pop())
        if isinstance(each, Scalar):
            yield each
        elif isinstance(each, Items):
            waiting += reversed(each.items)
