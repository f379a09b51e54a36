"""Check runs and commit statuses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from tests.fakes.github.answers import Refused, body_of, check_length, invalid, not_found, page
from tests.fakes.github.context import actor, documents, needs, repository, state, token
from tests.fakes.github.routes.repositories import commit_id
from tests.fakes.github.state import CheckRun, Status

routes = Blueprint("checks", __name__)

ANNOTATIONS_A_REQUEST = 50
STATUSES_A_CONTEXT = 1000
_TITLE_LIMIT = 255


@routes.post("/repos/<owner>/<repo>/check-runs")
@needs("write", "checks")
def create_run(owner: str, repo: str) -> tuple[Response, int]:
    _refuse_people()
    content = body_of("CheckRun")
    annotations = _annotations(content)
    run = CheckRun(
        id=state().next_id("check run"),
        name=content["name"],
        sha=commit_id(repository(), content["head_sha"]),
        started=_moment(content.get("started_at")) or state().now(),
        external_id=content.get("external_id", ""),
    )
    _apply(run, content, annotations)
    repository().check_runs[run.id] = run
    return jsonify(documents().check_run(repository(), run)), 201


@routes.get("/repos/<owner>/<repo>/check-runs/<int:check_run_id>")
@needs("read", "checks")
def get_run(owner: str, repo: str, check_run_id: int) -> Response:
    return jsonify(documents().check_run(repository(), _find(check_run_id)))


@routes.patch("/repos/<owner>/<repo>/check-runs/<int:check_run_id>")
@needs("write", "checks")
def update_run(owner: str, repo: str, check_run_id: int) -> Response:
    """Annotations are added to those that are there; everything else is replaced."""
    _refuse_people()
    run = _find(check_run_id)
    content = body_of("CheckRun")
    annotations = _annotations(content)
    run.name = content.get("name", run.name)
    run.external_id = content.get("external_id", run.external_id)
    _apply(run, content, annotations)
    return jsonify(documents().check_run(repository(), run))


@routes.get("/repos/<owner>/<repo>/check-runs/<int:check_run_id>/annotations")
@needs("read", "checks")
def list_annotations(owner: str, repo: str, check_run_id: int) -> Response:
    run = _find(check_run_id)
    return page(run.annotations, lambda one: documents().annotation(repository(), run, one))


@routes.get("/repos/<owner>/<repo>/commits/<ref>/check-runs")
@needs("read", "checks")
def list_runs(owner: str, repo: str, ref: str) -> Response:
    """Newest first; of runs with the same name only the latest, unless ``filter=all``."""
    sha = commit_id(repository(), ref)
    found = [run for run in reversed(repository().check_runs.values()) if run.sha == sha]
    for field, key in (("name", "check_name"), ("status", "status")):
        wanted = request.args.get(key)
        if wanted:
            found = [run for run in found if getattr(run, field) == wanted]
    app_id = request.args.get("app_id", type=int)
    if app_id is not None and app_id != state().app.id:
        found = []
    if request.args.get("filter", "latest") == "latest":
        latest: dict[str, CheckRun] = {}
        for run in found:
            latest.setdefault(run.name, run)
        found = list(latest.values())
    return page(found, lambda run: documents().check_run(repository(), run), envelope="check_runs")


@routes.post("/repos/<owner>/<repo>/statuses/<sha>")
@needs("write", "statuses")
def create_status(owner: str, repo: str, sha: str) -> tuple[Response, int]:
    content = body_of("Status")
    commit = commit_id(repository(), sha)
    context = content.get("context") or "default"
    earlier = [one for one in repository().statuses if (one.sha, one.context) == (commit, context)]
    if len(earlier) >= STATUSES_A_CONTEXT:
        raise invalid("Status", "base", "This SHA and context has reached the maximum number of statuses.")
    if len(content.get("description") or "") > 140:
        raise invalid("Status", "description", "description is too long (maximum is 140 characters)")
    description, target = content.get("description"), content.get("target_url")
    status = Status(
        state().next_id("status"), commit, content["state"], context, description, target, actor(), state().now()
    )
    repository().statuses.append(status)
    return jsonify(documents().status(repository(), status)), 201


@routes.get("/repos/<owner>/<repo>/commits/<ref>/status")
@needs("read", "statuses")
def combined_status(owner: str, repo: str, ref: str) -> Response:
    sha = commit_id(repository(), ref)
    latest = {one.context: one for one in repository().statuses if one.sha == sha}
    states = {one.state for one in latest.values()}
    combined = "failure" if states & {"failure", "error"} else "success" if states == {"success"} else "pending"
    url = f"{documents().repository_api(repository())}/commits/{sha}"
    more: dict[str, Any] = {"state": combined, "sha": sha, "commit_url": url, "url": f"{url}/status"}
    more["repository"] = documents().repository(repository())
    newest = list(reversed(latest.values()))
    return page(newest, lambda one: documents().status(repository(), one), envelope="statuses", more=more)


def _refuse_people() -> None:
    if token().installation is None:
        raise Refused(403, "You must authenticate via a GitHub App.")


def _find(check_run_id: int) -> CheckRun:
    run = repository().check_runs.get(check_run_id)
    if run is None:
        raise not_found()
    return run


def _annotations(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The request's annotations, which must keep the limits."""
    output = content.get("output") or {}
    found: list[dict[str, Any]] = output.get("annotations") or []
    if len(found) > ANNOTATIONS_A_REQUEST:
        raise Refused(422, "Invalid request.\n\nNo more than 50 items are allowed.")
    for one in found:
        check_length("CheckAnnotation", one["message"], "message")
        check_length("CheckAnnotation", one.get("raw_details"), "raw_details")
        if len(one.get("title") or "") > _TITLE_LIMIT:
            raise invalid("CheckAnnotation", "title", f"title is too long (maximum is {_TITLE_LIMIT} characters)")
        if one["start_line"] > one["end_line"]:
            raise invalid("CheckAnnotation", "end_line", "end_line must not precede start_line")
        if one.get("start_column") is not None and one["start_line"] != one["end_line"]:
            raise invalid("CheckAnnotation", "start_column", "columns need start_line and end_line to be the same")
    return found


def _apply(run: CheckRun, content: dict[str, Any], annotations: list[dict[str, Any]]) -> None:
    output = content.get("output") or {}
    run.title = output.get("title", run.title)
    run.summary = output.get("summary", run.summary)
    run.text = output.get("text", run.text)
    run.details_url = content.get("details_url", run.details_url)
    run.actions = content.get("actions", run.actions)
    run.annotations.extend(annotations)
    run.status = content.get("status", run.status)
    if "conclusion" in content:
        run.status, run.conclusion = "completed", content["conclusion"]
        run.completed = _moment(content.get("completed_at")) or state().now()
    elif run.status == "completed" and run.conclusion is None:
        raise invalid("CheckRun", "conclusion", "conclusion is required when status is completed")
    elif run.status != "completed":
        run.conclusion = run.completed = None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
