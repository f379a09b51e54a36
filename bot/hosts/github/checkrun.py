"""The check run of a review, or the commit status that stands in for it.

Only an App can make check runs. Neither is worth a failed review: what cannot be made is a note in the receipt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import msgspec

from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import check_id, read_check_id, terms, with_terms
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import CheckRun, Status
from bot.model import Change, Review, Verdict
from bot.render.markdown import Annotation, CheckOutput

NAME = "Patchwarden"
"""The check run's name and the status's context: what a branch protection rule names."""
_ANNOTATIONS = 50
"""GitHub takes no more in one request; those of a later request are added to the earlier ones."""
_LONGEST_TITLE = 255
_LONGEST_SUMMARY = 60_000
_LONGEST_MESSAGE = 60_000
_LONGEST_DESCRIPTION = 140


def report(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput) -> list[str]:
    """Makes the head show the review's outcome, unless it does already. Returns notes."""
    if identity.app_id is None:
        _status(api, place, review, output)
        return ["a personal token cannot make check runs: a commit status stands in"]
    _check_run(api, place, identity, review, output)
    return []


def report_or_note(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput) -> list[str]:
    """:func:`report`, where a refusal (mostly a missing permission) is a note."""
    try:
        return report(api, place, identity, review, output)
    except Refused as refusal:
        return [f"the outcome is not shown on the commit: {refusal}"]


def says(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput) -> bool:
    """Whether the head shows this outcome already."""
    if identity.app_id is not None:
        return _stands(api, place, identity, review, output)
    return _standing_status(api, place, review.change.head) == _status_of(review, output)


def conclusion(review: Review) -> str:
    """``success`` says that everything wanted was checked and nothing was found; only the policy makes a failure."""
    if review.blocks:
        return "failure"
    return "success" if review.verdict is Verdict.NO_DEFECTS else "neutral"


def is_reviewed(api: Api, place: Place, identity: Identity, repository_id: str, head: str) -> bool:
    """Whether the head carries an outcome of ours: for this change, or, as a commit status, for any with this head."""
    if identity.app_id is None:
        return _standing_status(api, place, head) is not None
    runs = _own_runs(api, place, identity, repository_id, head)
    return any(run.status == "completed" for run in runs)


def _check_run(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput) -> None:
    """A run that stands is left alone when it says the same; otherwise a new one takes its place.

    An old run is not edited: its annotations would stay beside the new ones.
    """
    if _stands(api, place, identity, review, output):
        return
    change = review.change
    external_id = _external_id(change, place, review, output)
    annotations = [_annotation(item) for item in output.annotations]
    batches = [annotations[i : i + _ANNOTATIONS] for i in range(0, len(annotations), _ANNOTATIONS)] or [[]]
    done = {"status": "completed", "conclusion": conclusion(review)}
    first: dict[str, object] = {"name": NAME, "head_sha": change.head, "external_id": external_id}
    first |= {"output": _output(output, batches[0]), **(done if len(batches) == 1 else {"status": "in_progress"})}
    run = api.write("POST", f"{place.root}/check-runs", "make the check run", first)
    for position, batch in enumerate(batches[1:], 2):
        body = {"output": _output(output, batch), **(done if position == len(batches) else {})}
        api.write("PATCH", f"{place.root}/check-runs/{run}", "add annotations to the check run", body)


def _stands(api: Api, place: Place, identity: Identity, review: Review, output: CheckOutput) -> bool:
    change = review.change
    runs = _own_runs(api, place, identity, change.repository_id, change.head)
    newest = max(runs, key=lambda run: run.id, default=None)
    if newest is None or newest.status != "completed":
        return False
    return newest.external_id == _external_id(change, place, review, output)


def _own_runs(api: Api, place: Place, identity: Identity, repository_id: str, head: str) -> list[CheckRun]:
    """Our runs for this change: the same commit may be the head of another one, with a run of its own.

    All of them, not only the latest of each name, which might be the other change's.
    """
    path = f"{place.root}/commits/{head}/check-runs"
    found = []
    for run in api.pages(CheckRun, path, "list check runs", key="check_runs", check_name=NAME, filter="all"):
        named = read_check_id(run.external_id or "")
        by_us = run.app is not None and run.app.id == identity.app_id
        if by_us and named is not None and named[:3] == (repository_id, place.number, head):
            found.append(run)
    return found


def _external_id(change: Change, place: Place, review: Review, output: CheckOutput) -> str:
    """Names the change, and holds a digest of what the run says.

    The run's own texts cannot be compared: GitHub may return them altered, and the annotations only by another request.
    """
    said = [conclusion(review), _output(output, [_annotation(item) for item in output.annotations])]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
    base = change.base if change.ref.group else ""
    named = check_id(change.repository_id, place.number, change.head, digest, base)
    return with_terms(named, terms(change.target_branch, change.policy))


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


def _status(api: Api, place: Place, review: Review, output: CheckOutput) -> None:
    wanted = _status_of(review, output)
    if _standing_status(api, place, review.change.head) != wanted:
        body = msgspec.to_builtins(wanted)
        api.write("POST", f"{place.root}/statuses/{review.change.head}", "set the commit status", body)


def _status_of(review: Review, output: CheckOutput) -> Status:
    """A status has no neutral: whatever does not fail is a success, and the description says the rest."""
    return Status(NAME, "failure" if review.blocks else "success", output.title[:_LONGEST_DESCRIPTION])


def _standing_status(api: Api, place: Place, head: str) -> Status | None:
    """The latest status of our name on the head. Whoever may set one may write to the repository anyway."""
    listed = api.pages(Status, f"{place.root}/commits/{head}/status", "read the commit's statuses", key="statuses")
    return next((status for status in listed if status.context == NAME), None)
