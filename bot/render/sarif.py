"""A review as SARIF 2.1.0, for code-scanning pages and editors.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. GitHub reads ``security-severity``,
``precision`` and ``tags`` from a rule's properties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from bot.knowledge.weaknesses import known_as
from bot.model import Confidence, Decision, Finding, Gap, Observation, Review, Severity, Side, Span, message_of
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

Object = dict[str, object]


def document(review: Review, *, version: str = "") -> Object:
    """The whole log with one run; equal reviews give equal documents. ``version`` is the tool's own, where known."""
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
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository at the reviewed commit."}}},
        "invocations": [_invocation(review)],
        "taxonomies": [_taxonomy(findings)],
        "results": _all_results(review, index),
        "properties": {
            "verdict": review.verdict.value,
            "head": review.change.head,
            "mergeBase": review.change.merge_base,
            "coverage": as_json.coverage(review),
        },
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(finding: Finding) -> Object:
    tags = ["security", finding.area.value]
    rule: Object = {
        "id": finding.rule,
        "shortDescription": message(finding.title or finding.rule),
        "fullDescription": message(finding.message or finding.rule),
        "help": message(finding.remedy or finding.message or finding.rule),
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }
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


def _taxonomy(findings: Sequence[Finding]) -> Object:
    numbers = sorted({finding.cwe for finding in findings if finding.cwe > 0})
    return {
        "name": "CWE",
        "organization": "MITRE",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "informationUri": "https://cwe.mitre.org/",
        "taxa": [
            {"id": f"CWE-{number}", "helpUri": f"https://cwe.mitre.org/data/definitions/{number}.html"}
            for number in numbers
        ],
    }


def _all_results(review: Review, rules: Mapping[str, int]) -> list[Object]:
    """The open observations, then the dismissed ones as suppressed. Where one result has ``suppressions`` all have
    (3.27.23)."""
    results = [result for item in review.observations for result in _results(item, rules)]
    if not review.dismissed:
        return results
    suppressed = [
        result | {"suppressions": [_suppression(item.decision)]}
        for item in review.dismissed
        for result in _results(item.observation, rules)
    ]
    return [*(result | {"suppressions": []} for result in results), *suppressed]


def _suppression(decision: Decision) -> Object:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": text.encodable(decision.reason) or decided(decision, PLAIN),
        "properties": as_json.decision(decision),
    }


def _results(item: Observation, rules: Mapping[str, int]) -> list[Object]:
    """Each finding by itself. Those of one line have the name of their comment, those of one kind each its own."""
    names = item.members or (item.fingerprint,) * len(item.findings)
    return [_result(finding, name, rules) for finding, name in zip(item.findings, names, strict=True)]


def _result(finding: Finding, name: str, rules: Mapping[str, int]) -> Object:
    removed = f"Removed line {finding.span.start_line}." if finding.span.side is Side.BASE else ""
    parts = (f"{finding.title.rstrip('.')}.", removed, finding.message, finding.remedy)
    said = " ".join(part for part in parts if part)
    location = _location(finding.span)
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
        steps = [{"location": _location(step.span, step.text)} for step in finding.trace]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _location(span: Span, said: str = "") -> Object:
    """A place in the reviewed commit. A line that the change removed is not there: then the file alone is named."""
    place: Object = {"artifactLocation": artifact(_MESSAGE_FILE if message_of(span.path) else span.path)}
    if span.side is Side.HEAD:
        place["region"] = _region(span)
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
    return {"text": text.encodable(said).replace("{", "{{").replace("}", "}}").replace("](", "] (")}
