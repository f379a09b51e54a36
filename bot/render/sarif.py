"""A review as SARIF 2.1.0, for code-scanning pages and editors.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. GitHub reads ``security-severity``,
``precision`` and ``tags`` from a rule's properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from bot.knowledge.weaknesses import known_as
from bot.model import Confidence, Decision, Finding, Fix, Gap, Observation, Review, Severity, Side, Span, message_of
from bot.render import json as as_json
from bot.render import text, wording
from bot.render.decisions import decided
from bot.render.wording import PLAIN

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_SCORES = {Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""GitHub shows 7.0 and more as high, 4.0 and more as medium."""
_ROOT = "%SRCROOT%"
_MESSAGE_FILE = ".git/COMMIT_EDITMSG"
"""Where git keeps the message of the newest commit: readers of SARIF want a file, and no file of a change is there."""

_CWE_PAGE = "https://cwe.mitre.org/data/definitions/{}.html"
_WORD = re.compile(r"[A-Za-z0-9]+")
CATEGORY = "patchwarden"

Object = dict[str, object]
RemovedAt = Mapping[tuple[str, int], int]
"""Path and line of the base → the line of the head where the removed one stood."""


def document(
    review: Review, *, version: str = "", category: str = CATEGORY, removed_at: RemovedAt | None = None
) -> Object:
    """The whole log with one run; equal reviews give equal documents.

    ``version`` is the tool's own, where known. ``category`` tells code-scanning pages which analyses replace each
    other. ``removed_at`` has a line to show each removed line at; without one it is shown at its file's first.
    """
    told = (*review.observations, *(item.observation for item in review.dismissed))
    findings = [finding for item in told for finding in item.findings]
    rules = {finding.rule: finding for finding in sorted(findings, key=lambda it: (it.rule, it.title), reverse=True)}
    order = sorted(rules)
    index = {rule: position for position, rule in enumerate(order)}
    driver: Object = {
        "name": "Patchwarden",
        "rules": [_rule(rules[rule]) for rule in order],
        "supportedTaxonomies": [{"name": "CWE", "index": 0}],
    }
    if version:
        driver["semanticVersion"] = version
    run: Object = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{text.encodable(category)}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository at the reviewed commit."}}},
        "invocations": [_invocation(review)],
        "taxonomies": [_taxonomy(findings)],
        "results": _all_results(review, index, removed_at or {}),
        "properties": {
            "verdict": review.verdict.value,
            "head": as_json.commit(review.change),
            "mergeBase": review.change.merge_base,
            "coverage": as_json.coverage(review),
        },
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(finding: Finding) -> Object:
    tags = ["security", finding.area.value]
    rule: Object = {
        "id": finding.rule,
        "name": "".join(word[:1].upper() + word[1:] for word in _WORD.findall(finding.rule)) or "Rule",
        "shortDescription": message(finding.title or finding.rule),
        "fullDescription": message(finding.message or finding.rule),
        "help": {
            **message(finding.remedy or finding.message or finding.rule),
            "markdown": _braced("\n\n".join(_help(finding))),
        },
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }
    pages = _pages(finding)
    if pages:
        rule["helpUri"] = pages[0]
    tags += [f"external/cwe/cwe-{number:03d}" for number in known_as(finding.cwe)]
    if finding.cwe > 0:
        target: Object = {"id": f"CWE-{finding.cwe}", "toolComponent": {"name": "CWE", "index": 0}}
        rule["relationships"] = [{"target": target, "kinds": ["superset"]}]
    rule["properties"] = {
        "tags": tags,
        "precision": finding.confidence.label,
        "security-severity": _SCORES[finding.severity],
    }
    return rule


def _help(finding: Finding) -> Iterator[str]:
    """What to do and where to read on. Nothing of one place in the code: a rule is shown beside every result of it."""
    yield text.prose(finding.remedy or finding.title or finding.rule, 2_000)
    pages = _pages(finding)
    if pages:
        yield "\n".join(f"- [Why and how to fix]({page})" if page == finding.page else f"- <{page}>" for page in pages)


def _pages(finding: Finding) -> list[str]:
    """The rule's page in the manual, its references, then the weakness's."""
    named = (finding.page, *finding.references) if finding.page else finding.references
    pages = [page for page in named if page.startswith(("https://", "http://")) and not set(page) & set(" <>{}()[]")]
    return [*pages, *([_CWE_PAGE.format(finding.cwe)] if finding.cwe > 0 else [])]


def _taxonomy(findings: Sequence[Finding]) -> Object:
    numbers = sorted({finding.cwe for finding in findings if finding.cwe > 0})
    return {
        "name": "CWE",
        "organization": "MITRE",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "informationUri": "https://cwe.mitre.org/",
        "taxa": [{"id": f"CWE-{number}", "helpUri": _CWE_PAGE.format(number)} for number in numbers],
    }


def _all_results(review: Review, rules: Mapping[str, int], removed_at: RemovedAt) -> list[Object]:
    """The open observations, then the dismissed ones as suppressed. Where one result has ``suppressions`` all have
    (3.27.23)."""
    # Of a change only what is new is told; an audit compares with nothing.
    state: Object = {} if review.change.is_audit else {"baselineState": "new"}
    results = [result | state for item in review.observations for result in _results(item, rules, removed_at)]
    if not review.dismissed:
        return results
    suppressed = [
        result | state | {"suppressions": [_suppression(item.decision)]}
        for item in review.dismissed
        for result in _results(item.observation, rules, removed_at)
    ]
    return [*(result | {"suppressions": []} for result in results), *suppressed]


def _suppression(decision: Decision) -> Object:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": text.visible(decision.reason) or decided(decision, PLAIN),
        "properties": as_json.decision(decision),
    }


def _results(item: Observation, rules: Mapping[str, int], removed_at: RemovedAt) -> list[Object]:
    """Each finding by itself. Those of one line have the name of their comment, those of one kind each its own."""
    names = item.members or (item.fingerprint,) * len(item.findings)
    return [_result(finding, name, rules, removed_at) for finding, name in zip(item.findings, names, strict=True)]


def _result(finding: Finding, name: str, rules: Mapping[str, int], removed_at: RemovedAt) -> Object:
    removed = f"Removed line {finding.span.start_line}." if finding.span.side is Side.BASE else ""
    parts = (f"{finding.title.rstrip('.')}.", removed, finding.message, finding.remedy)
    said = " ".join(part for part in parts if part)
    location = _location(finding.span, excerpt=finding.excerpt, removed_at=removed_at)
    if finding.scope:
        location["logicalLocations"] = [{"fullyQualifiedName": text.encodable(finding.scope)}]
    result: Object = {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        # An uncertain observation is no defect, whatever its severity would be.
        "level": "note" if finding.confidence is Confidence.LOW else _LEVELS[finding.severity],
        "message": message(said),
        "locations": [location],
        "partialFingerprints": {"patchwarden/v1": name},
        "properties": {
            "severity": finding.severity.label,
            "confidence": finding.confidence.label,
            "area": finding.area.value,
            "side": finding.span.side.value,
        },
    }
    if finding.trace:
        steps = [{"location": _location(step.span, step.text, removed_at=removed_at)} for step in finding.trace]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if finding.fix is not None and finding.span.side is Side.HEAD:
        result["fixes"] = [_fix(finding, finding.fix)]
    return result


def _fix(finding: Finding, fix: Fix) -> Object:
    """Whole lines for whole lines. A region without columns ends before the end of its last line (3.30.2)."""
    region: Object = {"startLine": fix.start_line, "endLine": fix.end_line}
    inserted = text.encodable(fix.replacement.removesuffix("\n"))
    change: Object = {
        "artifactLocation": artifact(finding.span.path),
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": inserted}}],
    }
    return {"description": message(finding.remedy or finding.title), "artifactChanges": [change]}


def _location(span: Span, said: str = "", *, excerpt: str = "", removed_at: RemovedAt) -> Object:
    """A place in the reviewed commit, with the text that stands there. A line that the change removed is not there: the
    line where it stood is named, and where that is not known the file's first: GitHub shows nothing without a line."""
    place: Object = {"artifactLocation": artifact(_MESSAGE_FILE if message_of(span.path) else span.path)}
    if span.side is Side.HEAD:
        region = _region(span)
        if excerpt.strip():
            region["snippet"] = {"text": text.encodable(excerpt)}
        place["region"] = region
    else:
        place["region"] = {"startLine": max(1, removed_at.get((span.path, span.start_line), 1))}
    location: Object = {"physicalLocation": place}
    if said.strip():
        location["message"] = message(text.folded(said))
    return location


def artifact(path: str) -> Object:
    """Percent-encoded bytes, so that a path is a path whatever it holds."""
    return {"uri": quote(path.encode("utf-8", "surrogatepass")), "uriBaseId": _ROOT}


def _region(span: Span) -> Object:
    """Without columns where they are not known (an empty span)."""
    region: Object = {"startLine": max(1, span.start_line)}
    if (span.end_line, span.end_col) > (span.start_line, span.start_col):
        region["startColumn"] = max(1, span.start_col)
        region["endLine"] = max(span.start_line, span.end_line)
        region["endColumn"] = max(1, span.end_col)
    return region


def _invocation(review: Review) -> Object:
    notices = [{"level": "warning", "message": message(notice)} for notice in review.notices]
    return {
        "executionSuccessful": not review.gaps,
        "toolExecutionNotifications": [
            *(_notification(gap) for gap in review.gaps),
            *({"level": "note", "message": message(said)} for said in wording.unruled(review, PLAIN)),
            *({"level": "note", "message": message(said)} for said in wording.left_out(review.left_out)),
        ],
        "toolConfigurationNotifications": notices,
    }


def _notification(gap: Gap) -> Object:
    notification: Object = {
        "level": "error",
        "message": message(f"{wording.COULD_NOT_CHECK} {gap.check}: {gap.reason}"),
    }
    if gap.path is not None:
        notification["locations"] = [{"physicalLocation": {"artifactLocation": artifact(gap.path)}}]
    return notification


def message(said: str) -> Object:
    """A message object. In its text braces are placeholders (3.11.5) and ``[text](target)`` is a link (3.11.6)."""
    return {"text": _braced(said).replace("](", "] (")}


def _braced(said: str) -> str:
    """What readers show to people: controls and marks of direction may come from a stranger's report."""
    parts = re.split(r"([\n\t])", said)
    return (
        "".join(part if part in ("\n", "\t") else text.visible(part) for part in parts)
        .replace("{", "{{")
        .replace("}", "}}")
    )
