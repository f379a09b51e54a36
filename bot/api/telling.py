"""What the store tells, in the API's forms."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.api import forms
from bot.store.port import Known
from bot.store.reading import ChangeLine, Followed, Push, RepositoryLine, RuleLine, Week, Whole


def time(at: int) -> str:
    """Seconds since the epoch as people and programs write it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def repository(line: RepositoryLine) -> forms.Repository:
    return forms.Repository(line.place, line.changes, line.open, line.open_defects, time(line.at))


def change(line: ChangeLine) -> forms.Change:
    return forms.Change(
        name=line.change,
        repository=line.place,
        number=line.number,
        title=line.title,
        author=line.author,
        branch=line.branch,
        url=line.url,
        state=line.state,
        head=line.head,
        base=line.base,
        verdict=line.verdict,
        defects=line.defects,
        observations=line.observations,
        reviews=line.pushes,
        first_reviewed_at=time(line.first_at),
        reviewed_at=time(line.at),
    )


def whole(found: Whole) -> forms.WholeChange:
    return forms.WholeChange(
        change=change(found.line),
        reviews=[_review(push) for push in found.pushes],
        findings=[_finding(one) for one in found.findings],
        shown=found.shown.id if found.shown else None,
        document=dict(found.document) if found.document is not None else None,
    )


def _review(push: Push) -> forms.Review:
    return forms.Review(
        id=push.id,
        head=push.head,
        at=time(push.at),
        verdict=push.verdict,
        defects=push.defects,
        observations=push.observations,
        files_examined=push.files_examined,
        files_total=push.files_total,
        comments_posted=push.posted,
        comments_closed=push.closed,
        requests=push.requests,
        seconds=dict(push.seconds),
    )


def _finding(found: Followed) -> forms.Finding:
    return forms.Finding(
        fingerprint=found.fingerprint,
        rule=found.rule,
        area=found.area,
        severity=found.severity,
        path=found.path,
        dismissed=found.dismissed,
        first_seen_at=time(found.first_at),
        fixed_at=time(found.fixed_at) if found.fixed_at else None,
    )


def rule(line: RuleLine) -> forms.Rule:
    useless = line.useless
    return forms.Rule(
        rule=line.rule,
        area=line.area,
        found=line.found,
        open=line.open,
        fixed=line.fixed,
        dismissed=line.dismissed,
        median_seconds_to_fix=line.fix_seconds,
        judged=line.said,
        against=line.against,
        useless_share=round(useless.share, 4),
        useless_low=round(useless.low, 4),
        useless_high=round(useless.high, 4),
        demoted_at=time(line.demoted_at) if line.demoted_at else None,
    )


def decision(known: Known) -> forms.Decision:
    made, back = known.decision, known.taken_back
    return forms.Decision(
        id=made.id,
        repository=known.repository,
        fingerprint=made.fingerprint,
        rule=made.rule,
        path=made.path,
        by=made.by,
        at=time(made.at),
        reason=made.reason,
        kind=made.kind.value if made.kind else "",
        until=made.until.isoformat() if made.until else None,
        change=made.change,
        source=made.source.value,
        for_its_change_alone=made.alone,
        taken_back_at=time(back.at) if back else None,
        taken_back_by=back.by if back else "",
        taken_back_why=back.why if back else "",
    )


def week(found: Week) -> forms.Week:
    return forms.Week(
        start=time(found.start),
        found=dict(found.found),
        fixed=dict(found.fixed),
        reviews=found.reviews,
        verdicts=dict(found.verdicts),
        median_seconds=found.median_seconds,
    )
