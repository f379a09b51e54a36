"""Zuul's jobs and secrets. A part of the workflows check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import Finding, Side
from workers.checks.rules import rules_of
from workers.checks.workflows.document import Document
from workers.reading.yaml_nodes import Node, Scalar, entries, items, load, text_of


def examined(document: Document, root: Node) -> Iterator[Finding]:
    """What one document of jobs and secrets gives away."""
    rules = rules_of("zuul")
    guarded = _reviewed_jobs(document)
    for item in items(root):
        entry = entries(item)
        for name, value in entries(entries(entry.get("secret")).get("data")).items():
            is_plain = isinstance(value, Scalar) and (not value.tag or value.tag.startswith("tag:yaml.org"))
            if is_plain and _looks_secret(name):
                rule, words = rules["zuul-plain-secret"], {"what": name}
                yield document.at(rule, value.line, f"secret {name}", words=words, excerpt=f"{name}: …")
        job = entries(entry.get("job"))
        name = text_of(job.get("name"))
        secrets = job.get("secrets")
        if secrets is None:
            continue
        if name in guarded and text_of(job.get("post-review")).lower() != "true":
            rule, line = rules["zuul-secret-before-review"], job["name"].line
            yield document.at(rule, line, f"post-review {name}", words={"what": name})
        for use in items(secrets):
            passed = entries(use).get("pass-to-parent")
            if passed is not None and text_of(passed).lower() in ("true", "yes"):
                yield document.at(rules["zuul-secret-to-parent"], passed.line, f"pass-to-parent {name}")


def _looks_secret(name: str) -> bool:
    return bool(re.search(r"passw|secret|token|key|credential", name, re.IGNORECASE)) and "user" not in name.lower()


def _reviewed_jobs(document: Document) -> frozenset[str]:
    """Jobs that were ``post-review`` in the base; asked for the head only, so the answer is a difference."""
    text = document.file.base_text
    if document.side is Side.BASE or text is None:
        return frozenset()
    read = load(text)
    jobs = (entries(entries(item).get("job")) for root in read.roots for item in items(root))
    return frozenset(text_of(job.get("name")) for job in jobs if text_of(job.get("post-review")).lower() == "true")
