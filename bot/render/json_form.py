"""The form of a review as plain data (:mod:`bot.render.json`): its types, and the JSON Schema that is made from them.

Keys may be added within one version, so a program that reads reviews passes over those that it does not know.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import fields
from typing import Annotated, Final, NotRequired, TypedDict

import msgspec

from bot.model import (
    Area,
    Confidence,
    DecisionKind,
    DecisionSource,
    Extent,
    LeftOut,
    Placement,
    RunStatus,
    Severity,
    Side,
    Verdict,
)

NAME: Final = "patchwarden.review/1"


def _of(values: Iterable[object], **more: object) -> msgspec.Meta:
    return msgspec.Meta(extra_json_schema={"enum": list(values), **more})


def _values(kind: type[enum.Enum]) -> msgspec.Meta:
    return _of(each.value for each in kind)


_Area = Annotated[str, _values(Area)]
_Severity = Annotated[str, _of(each.label for each in Severity)]
_Side = Annotated[str, _values(Side)]
_Line = Annotated[int, msgspec.Meta(ge=0)]
_Count = Annotated[int, msgspec.Meta(ge=0)]

_LEFT_OUT = msgspec.Meta(
    description="What was left out on purpose, counted.",
    extra_json_schema={"required": [each.name for each in fields(LeftOut)]},
)


class ChangeForm(TypedDict):
    host: str
    repository: str
    number: int
    head: Annotated[str, msgspec.Meta(description="The commit under review; zeros where it is none.")]
    uncommitted: NotRequired[
        Annotated[str, msgspec.Meta(description="What is reviewed where it is no commit, e.g. the working tree.")]
    ]
    merge_base: Annotated[str, msgspec.Meta(description="What it is compared with.")]
    target_branch: str
    patch_set: int | None


class SpanForm(TypedDict):
    path: str
    side: _Side
    start_line: _Line
    end_line: _Line
    start_col: _Line
    end_col: _Line


class StepForm(TypedDict):
    span: SpanForm
    text: str


class FixForm(TypedDict):
    start_line: _Line
    end_line: _Line
    replacement: Annotated[str, msgspec.Meta(description="Whole lines of the head, without the last line end.")]


class FindingForm(TypedDict):
    rule: str
    title: str
    severity: _Severity
    confidence: Annotated[str, _of(each.label for each in Confidence)]
    area: _Area
    cwe: Annotated[int, msgspec.Meta(ge=0, description="0 where there is none.")]
    known_as_cwe: list[int]
    message: str
    remedy: str
    excerpt: Annotated[str, msgspec.Meta(description="What stands there, secrets masked.")]
    scope: str
    span: SpanForm
    trace: Annotated[list[StepForm], msgspec.Meta(description="The data flow from source to sink.")]
    fix: FixForm | None
    references: list[str]


class ObservationForm(TypedDict):
    id: Annotated[str, msgspec.Meta(description="The fingerprint: the same in every review of the same flaw.")]
    defect: bool
    severity: _Severity
    placement: Annotated[str, _values(Placement)]
    path: str
    line: _Line | None
    start_line: _Line | None
    side: _Side
    suppressed: str
    findings: list[FindingForm]


class DecisionForm(TypedDict):
    source: Annotated[str, _values(DecisionSource)]
    by: str
    at: Annotated[int, msgspec.Meta(description="Seconds since the epoch.")]
    reason: str
    kind: Annotated[str | None, _of([*(each.value for each in DecisionKind), None])]
    until: Annotated[str | None, msgspec.Meta(description="A date, as 2026-11-29.")]
    this_change_alone: bool
    change: str


class DismissalForm(ObservationForm):
    decision: DecisionForm


class GapForm(TypedDict):
    check: str
    reason: str
    path: Annotated[str | None, msgspec.Meta(description="null where the gap is of the change as a whole.")]


class EntryForm(TypedDict):
    path: str
    extent: Annotated[str, _values(Extent)]
    why: list[str]


class RunForm(TypedDict):
    check: str
    status: Annotated[str, _values(RunStatus)]
    reason: str
    areas: list[_Area]
    files: _Count
    rules: _Count
    failures: list[str]
    ledger: list[EntryForm]


class UnruledForm(TypedDict):
    language: str
    paths: list[str]
    checks: list[str]


class CoverageForm(TypedDict):
    files_examined: _Count
    files_total: _Count
    changed_lines: _Count
    areas: list[_Area]
    unruled: list[UnruledForm]
    left_out: Annotated[
        dict[str, _Count], msgspec.Meta(extra_json_schema={"required": [f.name for f in fields(LeftOut)]})
    ]
    checks: list[RunForm]


class ReviewForm(TypedDict):
    schema: Annotated[str, _of([NAME])]
    change: ChangeForm
    verdict: Annotated[str, _values(Verdict)]
    blocks: Annotated[bool, msgspec.Meta(description="Whether the policy wants the check to fail.")]
    defects: _Count
    observations: list[ObservationForm]
    dismissed: NotRequired[list[DismissalForm]]
    gaps: Annotated[list[GapForm], msgspec.Meta(description="What was wanted and not checked.")]
    notices: list[str]
    clear_areas: list[_Area]
    quiet: _Count
    coverage: CoverageForm


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a review."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A review by Patchwarden",
        "description": "What `patchwarden review --format json` writes. Keys may be added within one version.",
        **msgspec.json.schema(ReviewForm),
    }
