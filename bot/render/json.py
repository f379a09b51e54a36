"""A review as plain data, for programs.

``schema`` names the form. Within one version keys are only added; a changed or removed key makes a new version.
"""

from __future__ import annotations

from dataclasses import asdict

from bot.knowledge.weaknesses import known_as
from bot.model import Area, Change, CheckRun, Decision, Dismissal, Entry, Finding, Gap, Observation, Review, Span
from bot.render import json_form as form
from bot.render import text

SCHEMA = form.NAME


def document(review: Review) -> form.ReviewForm:
    """Everything that the review says, in its own order; no times of ours, so equal reviews give equal documents.
    ``dismissed`` is there where something is.

    Texts are those of the change, not made safe for any display; only what no encoding can carry is shown as U+XXXX.
    """
    change = review.change
    about: form.ChangeForm = {
        "host": change.ref.host,
        "repository": text.encodable(change.ref.repository),
        "number": change.ref.number,
        "head": commit(change),
        "merge_base": change.merge_base,
        "target_branch": text.encodable(change.target_branch),
        "patch_set": change.patch_set,
    }
    if change.uncommitted:
        about["uncommitted"] = change.uncommitted
    told: form.ReviewForm = {
        "schema": SCHEMA,
        "change": about,
        "verdict": review.verdict.value,
        "blocks": review.blocks,
        "defects": len(review.defects),
        "observations": [_observation(item) for item in review.observations],
        "gaps": [_gap(gap) for gap in review.gaps],
        "notices": [text.encodable(notice) for notice in review.notices],
        "clear_areas": [area.value for area in review.clear_areas],
        "quiet": review.quiet,
        "coverage": coverage(review),
    }
    if review.dismissed:
        told["dismissed"] = [_dismissal(item) for item in review.dismissed]
    return told


def commit(change: Change) -> str:
    """The commit under review; zeros, as git writes a commit that is not there yet, where it is none."""
    return "0" * len(change.head) if change.uncommitted else change.head


def coverage(review: Review) -> form.CoverageForm:
    """The ledger: what was looked at, what was not and why, by check and file."""
    return {
        "files_examined": review.files_examined,
        "files_total": review.files_total,
        "changed_lines": review.changed_lines,
        "areas": [area.value for area in Area if area in review.areas],
        "unruled": [
            {
                "language": item.language,
                "paths": [text.encodable(path) for path in item.paths],
                "checks": list(item.checks),
            }
            for item in review.unruled
        ],
        "left_out": asdict(review.left_out),
        "checks": [run_form(run) for run in review.runs],
    }


def _observation(item: Observation) -> form.ObservationForm:
    return {
        "id": item.fingerprint,
        "defect": item.is_defect,
        "severity": item.severity.label,
        "placement": item.placement.value,
        "path": text.encodable(item.path),
        "line": item.line,
        "start_line": item.start_line,
        "side": item.side.value,
        "suppressed": text.encodable(item.suppressed),
        "findings": [_finding(finding) for finding in item.findings],
    }


def _dismissal(item: Dismissal) -> form.DismissalForm:
    """An observation and the decision that keeps it out of ``observations``."""
    return {**_observation(item.observation), "decision": decision(item.decision)}


def decision(made: Decision) -> form.DecisionForm:
    return {
        "source": made.source.value,
        "by": text.encodable(made.by),
        "at": made.at,
        "reason": text.encodable(made.reason),
        "kind": made.kind.value if made.kind else None,
        "until": made.until.isoformat() if made.until else None,
        "this_change_alone": made.alone,
        "change": text.encodable(made.change),
    }


def _finding(finding: Finding) -> form.FindingForm:
    return {
        "rule": finding.rule,
        "title": text.encodable(finding.title),
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "area": finding.area.value,
        "cwe": finding.cwe,
        "known_as_cwe": list(known_as(finding.cwe)),
        "message": text.encodable(finding.message),
        "remedy": text.encodable(finding.remedy),
        "excerpt": text.encodable(finding.excerpt),
        "scope": text.encodable(finding.scope),
        "span": _span(finding.span),
        "trace": [{"span": _span(step.span), "text": text.encodable(step.text)} for step in finding.trace],
        "fix": None
        if finding.fix is None
        else {
            "start_line": finding.fix.start_line,
            "end_line": finding.fix.end_line,
            "replacement": text.encodable(finding.fix.replacement),
        },
        "references": list(finding.references),
    }


def _span(span: Span) -> form.SpanForm:
    return {
        "path": text.encodable(span.path),
        "side": span.side.value,
        "start_line": span.start_line,
        "end_line": span.end_line,
        "start_col": span.start_col,
        "end_col": span.end_col,
    }


def _gap(gap: Gap) -> form.GapForm:
    return {
        "check": gap.check,
        "reason": text.encodable(gap.reason),
        "path": None if gap.path is None else text.encodable(gap.path),
    }


def run_form(run: CheckRun) -> form.RunForm:
    """What one check did."""
    return {
        "check": run.check,
        "status": run.status.value,
        "reason": text.encodable(run.reason),
        "areas": sorted({rule.area.value for rule in run.rules}),
        "files": len(run.files),
        "rules": len(run.rules),
        "failures": [text.encodable(reason) for reason in run.failures],
        "ledger": [_entry(entry) for entry in run.entries],
    }


def _entry(entry: Entry) -> form.EntryForm:
    return {
        "path": text.encodable(entry.path),
        "extent": entry.extent.value,
        "why": [entry.aside.value] if entry.aside else [text.encodable(reason) for reason in entry.reasons],
    }
