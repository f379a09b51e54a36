"""What the head of a change shows of its review: a check run, or the commit status that stands in for it.

A review shows one check run: under way from the moment that it is wanted, concluded when all of the review is said, or
withdrawn with the reason where there is none. Its ``external_id`` names the change, the head and the base, and has a
digest of what is said as soon as anything is: only a finished run with a digest is a review's. One that lacks checks
that may work later is marked, so that a sweep has it tried again.

Only an App can make check runs. Neither is worth a failed review: what cannot be made is a note in the receipt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from bot.hosts.github import statuses
from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import check_id, marked_again, read_check_base, read_check_id, with_terms
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import CheckRun
from bot.hosts.survey import terms
from bot.model import Change, Review, Verdict
from bot.render import wording
from bot.render.markdown import Annotation, CheckOutput

NAME = statuses.NAME
_ANNOTATIONS = 50
"""GitHub takes no more in one request; those of a later request are added to the earlier ones."""
_LONGEST_TITLE = 255
_LONGEST_SUMMARY = 60_000
_LONGEST_MESSAGE = 60_000
_COMPLETED = "completed"


def begin(api: Api, place: Place, identity: Identity, change: Change) -> list[str]:
    """Makes the head show that a review is under way, unless one is, or stands for this very base. Returns notes."""
    try:
        if identity.app_id is None:
            statuses.begin(api, place, change.head)
        else:
            _begin(api, place, identity, change)
    except Refused as refusal:
        return [f"the commit does not show that a review is under way: {refusal}"]
    return []


def report(
    api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput, *, again: bool
) -> list[str]:
    """Makes the head show the review's outcome, unless it does already; ``again`` marks one that is to be tried again.
    Returns notes."""
    if identity.app_id is None:
        statuses.report(
            api, place, review.change.head, statuses.outcome(output.title, blocks=review.blocks, again=again)
        )
        return ["a personal token cannot make check runs: a commit status stands in"]
    _check_run(api, place, identity, review, output, again=again)
    return []


def report_or_note(
    api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput, *, again: bool
) -> list[str]:
    """:func:`report`, where a refusal (mostly a missing permission) is a note."""
    try:
        return report(api, place, identity, review, output, again=again)
    except Refused as refusal:
        withdraw(api, place, identity, review.change, f"GitHub does not take its outcome ({refusal.status})")
        return [f"the outcome is not shown on the commit: {refusal}"]


def withdraw(api: Api, place: Place, identity: Identity, change: Change, why: str) -> list[str]:
    """Ends every run for this head that is not finished, with the reason, a clause for people. Returns notes."""
    try:
        if identity.app_id is None:
            statuses.withdraw(api, place, change.head, why)
        else:
            _conclude(api, place, change, _own_runs(api, place, identity, change.repository_id, change), why)
    except Refused as refusal:
        return [f"the commit goes on to show that a review is under way: {refusal}"]
    return []


def leave_out(api: Api, place: Place, identity: Identity, change: Change, why: str) -> list[str]:
    """Makes the head show that it is not reviewed on purpose: a required check is passed. Returns notes."""
    title = wording.not_reviewed(why)
    try:
        if identity.app_id is None:
            statuses.leave_out(api, place, change.head, title)
        else:
            _leave_out(api, place, identity, change, title)
    except Refused as refusal:
        return [f"the commit does not show that it is left out: {refusal}"]
    return []


def says(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput, *, again: bool) -> bool:
    """Whether the head shows this outcome already."""
    change = review.change
    if identity.app_id is None:
        wanted = statuses.outcome(output.title, blocks=review.blocks, again=again)
        return statuses.says(api, place, change.head, wanted)
    runs = _own_runs(api, place, identity, change.repository_id, change)
    told = _external_id(change, place, _digest(review, output), again=again)
    return all(map(_is_finished, runs)) and _is_told(runs, told)


def conclusion(review: Review) -> str:
    """``success`` says that everything wanted was checked and nothing was found; only the policy makes a failure."""
    if review.blocks:
        return "failure"
    return "success" if review.verdict is Verdict.NO_DEFECTS else "neutral"


def is_reviewed(api: Api, place: Place, identity: Identity, repository_id: str, head: str) -> bool | None:
    """Whether the head carries a finished outcome of ours: for this change, or, as a commit status, for any with this
    head. ``None`` where nothing of ours stands on it: then no review has begun, or we may not show one."""
    if identity.app_id is None:
        return statuses.is_reviewed(api, place, head)
    runs = _own_runs(api, place, identity, repository_id, head)
    return _is_finished(runs[-1]) and is_outcome(runs[-1].external_id) if runs else None


def is_outcome(external_id: str | None) -> bool:
    """Whether a finished run with this ``external_id`` tells a review."""
    named = read_check_id(external_id or "")
    return named is not None and bool(named[3])


def _begin(api: Api, place: Place, identity: Identity, change: Change) -> None:
    runs = _own_runs(api, place, identity, change.repository_id, change)
    if runs and not _is_finished(runs[-1]):
        return
    if runs and is_outcome(runs[-1].external_id) and read_check_base(runs[-1].external_id or "") == change.base:
        return
    body: Json = {
        "name": NAME,
        "head_sha": change.head,
        "external_id": _external_id(change, place),
        "status": "in_progress",
        "output": {"title": wording.UNDER_WAY, "summary": wording.under_way(change.head)},
    }
    api.write("POST", f"{place.root}/check-runs", "begin the check run", body)


def _check_run(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput, *, again: bool) -> None:
    """Without its annotations where GitHub refuses them, e.g. at a path that it takes for none."""
    told = _external_id(review.change, place, _digest(review, output), again=again)
    try:
        _show(api, place, identity, review, output, told)
    except Refused as refusal:
        if refusal.status != 422 or not output.annotations:
            raise
        _show(api, place, identity, review, replace(output, annotations=()), told)


def _show(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput, told: str) -> None:
    """The run that was begun is concluded. One that stands is left alone when it says the same; otherwise a new one
    takes its place.

    A run that says something is not edited: its annotations would stay beside the new ones. What else is not finished
    is ended last, so that the head shows no other outcome on the way.
    """
    change = review.change
    runs = _own_runs(api, place, identity, change.repository_id, change)
    begun: list[CheckRun] = []
    if not _is_told(runs, told):
        begun = [run for run in runs[-1:] if not _is_finished(run) and not is_outcome(run.external_id)]
        _tell(api, place, review, output, told, begun)
    rest = [run for run in runs if run not in begun]
    _conclude(api, place, change, rest, "it is told in another run")


def _tell(
    api: Api, place: Place, review: Review, output: CheckOutput, external_id: str, begun: Sequence[CheckRun]
) -> None:
    annotations = [_annotation(item) for item in output.annotations]
    batches = [annotations[i : i + _ANNOTATIONS] for i in range(0, len(annotations), _ANNOTATIONS)] or [[]]
    done = {"status": _COMPLETED, "conclusion": conclusion(review)}
    first: dict[str, object] = {"name": NAME, "external_id": external_id, "output": _output(output, batches[0])}
    first |= done if len(batches) == 1 else {"status": "in_progress"}
    path = f"{place.root}/check-runs"
    if begun:
        run = api.write("PATCH", f"{path}/{begun[0].id}", "conclude the check run", first)
    else:
        run = api.write("POST", path, "make the check run", {**first, "head_sha": review.change.head})
    for position, batch in enumerate(batches[1:], 2):
        body = {"output": _output(output, batch), **(done if position == len(batches) else {})}
        api.write("PATCH", f"{path}/{run}", "add annotations to the check run", body)


def _conclude(api: Api, place: Place, change: Change, runs: Sequence[CheckRun], why: str) -> None:
    """Ends those of the runs that are not finished. What they have said is no review: they lose their digest."""
    title = wording.not_reviewed(why)
    for run in runs:
        if not _is_finished(run):
            body: Json = {
                "external_id": _external_id(change, place),
                "status": _COMPLETED,
                "conclusion": "neutral",
                "output": {"title": title[:_LONGEST_TITLE], "summary": f"{title[:_LONGEST_SUMMARY]}."},
            }
            api.write("PATCH", f"{place.root}/check-runs/{run.id}", "end the check run", body)


def _leave_out(api: Api, place: Place, identity: Identity, change: Change, title: str) -> None:
    """The run carries a digest, so that no sweep takes the head for one that was forgotten."""
    told = _external_id(change, place, hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:16])
    runs = _own_runs(api, place, identity, change.repository_id, change)
    if _is_told(runs, told):
        return
    body: dict[str, object] = {
        "name": NAME,
        "external_id": told,
        "status": _COMPLETED,
        "conclusion": "skipped",
        "output": {"title": title[:_LONGEST_TITLE], "summary": f"{title[:_LONGEST_SUMMARY]}."},
    }
    if runs and not _is_finished(runs[-1]):
        api.write("PATCH", f"{place.root}/check-runs/{runs[-1].id}", "conclude the check run", body)
    else:
        api.write("POST", f"{place.root}/check-runs", "make the check run", body | {"head_sha": change.head})


def _is_finished(run: CheckRun) -> bool:
    return run.status == _COMPLETED


def _is_told(runs: Sequence[CheckRun], external_id: str) -> bool:
    return bool(runs) and _is_finished(runs[-1]) and runs[-1].external_id == external_id


def _own_runs(api: Api, place: Place, identity: Identity, repository_id: str, of: Change | str) -> tuple[CheckRun, ...]:
    """Our runs for a change, or for its head, the newest last: the same commit may be the head of another one, with a
    run of its own. Groups of a merge queue are told apart by their base as well.

    All of them, not only the latest of each name, which might be the other change's.
    """
    head, base = (of, "") if isinstance(of, str) else (of.head, of.base if of.ref.group else "")
    path = f"{place.root}/commits/{head}/check-runs"
    found = []
    for run in api.pages(CheckRun, path, "list check runs", key="check_runs", check_name=NAME, filter="all"):
        external_id = run.external_id or ""
        named = read_check_id(external_id)
        by_us = run.app is not None and run.app.id == identity.app_id
        ours = by_us and named is not None and named[:3] == (repository_id, place.number, head)
        if ours and base in ("", read_check_base(external_id)):
            found.append(run)
    return tuple(sorted(found, key=lambda run: run.id))


def _external_id(change: Change, place: Place, digest: str = "", *, again: bool = False) -> str:
    named = check_id(change.repository_id, place.number, change.head, digest, change.base)
    named = named if change.ref.group else with_terms(named, terms(change.target_branch, change.policy))
    return marked_again(named) if again else named


def _digest(review: Review, output: CheckOutput) -> str:
    """Of what the run says. Its own texts cannot be compared: GitHub may return them altered, and the annotations only
    by another request."""
    said = [conclusion(review), _output(output, [_annotation(item) for item in output.annotations])]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _output(output: CheckOutput, annotations: Sequence[Json]) -> Json:
    return {
        "title": output.title[:_LONGEST_TITLE],
        "summary": output.summary[:_LONGEST_SUMMARY],
        "annotations": list(annotations),
    }


def _annotation(item: Annotation) -> Json:
    return {
        "path": item.path,
        "start_line": item.start_line,
        "end_line": item.end_line,
        "annotation_level": item.level,
        "title": item.title[:_LONGEST_TITLE],
        "message": item.message[:_LONGEST_MESSAGE],
    }
