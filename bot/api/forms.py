"""The answers of the API, as they are written and described. Their texts come from changes: hostile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Meta, Struct

from bot.model import Area, DecisionKind, DecisionSource, Severity, Verdict

Time = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        description="In UTC, as 2026-11-29T13:14:16Z.",
    ),
]
Name = Annotated[str, Meta(description="A repository with its host, as github:octo/app.")]
After = Annotated[str, Meta(description="Send it as `after` to get what follows; empty at the end.")]


def _any_of(values: Iterable[str]) -> Meta:
    return Meta(extra_json_schema={"enum": list(values)})


OneVerdict = Annotated[str, _any_of(each.value for each in Verdict)]
OneArea = Annotated[str, _any_of(["", *(each.value for each in Area)])]
OneSeverity = Annotated[str, _any_of(each.label for each in Severity)]


class Problem(Struct, frozen=True):
    """Why a request has no other answer (RFC 9457)."""

    type: Annotated[str, Meta(description="What kind of problem it is; the same for all of that kind.")]
    title: str
    status: int
    detail: Annotated[str, Meta(description="What is wrong with this very request.")]
    remedy: Annotated[str, Meta(description="What helps.")]


class Repository(Struct, frozen=True):
    name: Name
    changes: int
    open: Annotated[int, Meta(description="Changes that are open.")]
    open_with_defects: Annotated[int, Meta(description="Open changes whose newest review found defects.")]
    reviewed_at: Time


class Repositories(Struct, frozen=True):
    repositories: list[Repository]


class Change(Struct, frozen=True):
    """A change as its newest review saw it."""

    name: Annotated[str, Meta(description="As github:octo/app#7.")]
    repository: Name
    number: int
    title: str
    author: str
    branch: Annotated[str, Meta(description="That it is to be merged into.")]
    url: str
    state: Annotated[str, _any_of(["open", "merged", "closed", "merge queue", "unknown"])]
    head: str
    base: str
    verdict: OneVerdict
    defects: int
    observations: int
    reviews: Annotated[int, Meta(description="How many there were.")]
    first_reviewed_at: Time
    reviewed_at: Time


class Changes(Struct, frozen=True):
    changes: list[Change]
    after: After


class Review(Struct, frozen=True):
    """One review of a change, of one head."""

    id: int
    head: str
    at: Time
    verdict: OneVerdict
    defects: int
    observations: int
    files_examined: int
    files_total: int
    comments_posted: int
    comments_closed: int
    requests: Annotated[int, Meta(description="Writes that the host was sent.")]
    seconds: Annotated[dict[str, float], Meta(description="Wall time by stage.")]


class Finding(Struct, frozen=True):
    """A finding over all reviews of its change."""

    fingerprint: str
    rule: str
    area: OneArea
    severity: OneSeverity
    path: str
    dismissed: bool
    first_seen_at: Time
    fixed_at: Time | None


class WholeChange(Struct, frozen=True):
    change: Change
    reviews: Annotated[list[Review], Meta(description="The newest first, at most 200.")]
    findings: list[Finding]
    shown: Annotated[int | None, Meta(description="The id of the review whose document this is.")]
    document: Annotated[
        dict[str, Any] | None,
        Meta(
            description="What that review said, with its observations and its ledger, as docs/schemas/review.json has "
            "it, cut to a size; `cut` says how many items of which list were left out. Null where an older version "
            "made it."
        ),
    ]


class Rule(Struct, frozen=True):
    """What became of a rule's findings in the repositories that you see."""

    rule: str
    area: OneArea
    found: int
    open: Annotated[int, Meta(description="There now, in changes that are open.")]
    fixed: Annotated[int, Meta(description="Gone by a later push.")]
    dismissed: int
    median_seconds_to_fix: int
    judged: Annotated[int, Meta(description="Findings of which anything was said or done.")]
    against: Annotated[int, Meta(description="Findings that somebody called useless or false.")]
    useless_share: Annotated[float, Meta(ge=0, le=1)]
    useless_low: Annotated[float, Meta(ge=0, le=1, description="Of the 95 % interval; a rule is demoted above 0.1.")]
    useless_high: Annotated[float, Meta(ge=0, le=1)]
    demoted_at: Annotated[
        Time | None,
        Meta(
            description="Since when its findings, but those of high severity, are told in the summary alone; null "
            "where they are told on their lines. It holds for the whole installation, by what is said anywhere in it."
        ),
    ]


class Rules(Struct, frozen=True):
    rules: list[Rule]


class Decision(Struct, frozen=True):
    id: str
    repository: Name
    fingerprint: str
    rule: str
    path: str
    by: str
    at: Time
    reason: str
    kind: Annotated[str, _any_of(["", *(each.value for each in DecisionKind)])]
    until: Annotated[str | None, Meta(description="The last day on which it holds.")]
    change: str
    source: Annotated[str, _any_of(each.value for each in DecisionSource)]
    for_its_change_alone: bool
    taken_back_at: Time | None
    taken_back_by: str
    taken_back_why: str


class Decisions(Struct, frozen=True):
    decisions: list[Decision]
    after: After


class Week(Struct, frozen=True):
    """Seven days from a Monday."""

    start: Time
    found: Annotated[dict[str, int], Meta(description="Findings that were seen first, by area.")]
    fixed: Annotated[dict[str, int], Meta(description="Findings that were gone by a later push, by area.")]
    reviews: int
    verdicts: dict[str, int]
    median_seconds: float


class Trends(Struct, frozen=True):
    weeks: Annotated[list[Week], Meta(description="The oldest first.")]


class Part(Struct, frozen=True):
    ok: bool
    detail: str


class Health(Struct, frozen=True):
    ok: bool
    parts: dict[str, Part]


class Me(Struct, frozen=True):
    """Who asks."""

    id: Annotated[str, Meta(description="With its source, as github:583231 or token:ci.")]
    name: str
    operator: bool
