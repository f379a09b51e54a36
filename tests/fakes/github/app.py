"""The fake GitHub as one Flask application: who asks, may they, is it as described, then the view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from tests.fakes.github import contract, graphql
from tests.fakes.github.answers import Refused, forbidden, not_found
from tests.fakes.github.context import Needs
from tests.fakes.github.routes import apps, checks, comments, issues, oauth, pulls, repositories
from tests.fakes.github.state import State

REST_LIMIT = 5000


def create_app(state: State, violations: list[str], redeliver: Callable[[int], None]) -> Flask:
    """The application over this state; what breaks GitHub's description is added to ``violations``.

    ``redeliver`` sends a stored webhook delivery once more, by its id.
    """
    app = Flask(__name__)
    app.extensions["fake-github"] = state
    app.extensions["fake-redeliver"] = redeliver
    app.extensions["fake-violations"] = violations
    for resource in (apps, checks, comments, issues, oauth, pulls, repositories):
        app.register_blueprint(resource.routes, url_prefix=contract.ROOT)
    app.register_blueprint(graphql.routes, url_prefix="/api")
    app.register_blueprint(apps.pages)
    app.register_blueprint(oauth.pages)

    def check_request() -> Response | None:
        _read_credential(state)
        moved = _find_repository(state)
        if moved is not None:
            return moved
        if request.url_rule is None:
            return None  # the 404 of Flask
        if request.path.startswith(contract.ROOT):
            found = contract.request_violations(request)
            if found:
                violations.extend(found)
                return jsonify(message="Validation Failed", errors=found), 422  # type: ignore[return-value]  # Flask takes pairs
        view = app.view_functions[request.endpoint or ""]
        _check_permission(state, getattr(view, "needs", None))
        _check_closed(state)
        return None

    def check_response(response: Response) -> Response:
        described = request.path.startswith(contract.ROOT) and request.url_rule is not None
        if described and response.status_code < 300:
            violations.extend(contract.response_violations(request, response))
        if g.get("token") is not None and g.token.value.startswith("ghp_"):
            response.headers["X-OAuth-Scopes"] = "repo"
        response.headers["X-RateLimit-Limit"] = str(REST_LIMIT)
        response.headers["X-RateLimit-Remaining"] = str(REST_LIMIT - 1)
        response.headers["X-RateLimit-Reset"] = str(int(state.now().timestamp()) + 3600)
        response.headers["X-RateLimit-Resource"] = "core"
        return response

    app.before_request(check_request)
    app.after_request(check_response)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    return app


def _read_credential(state: State) -> None:
    """Who asks: an installation, a person, the App itself, or nobody. 401 for a credential that is not valid."""
    g.token, g.app = None, False
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if not value or kind.lower() == "basic":  # an App's client id and secret: who takes those looks itself
        return
    if value.count(".") == 2 and not value.startswith("gh"):
        g.app = state.app.accepts(value)
        if not g.app:
            raise Refused(401, "A JSON web token could not be decoded")
        return
    g.token = state.live_token(value)
    if kind.lower() not in ("bearer", "token") or g.token is None:
        raise Refused(401, "Bad credentials")


def _find_repository(state: State) -> Response | None:
    """Puts the path's repository into ``g``; a redirect when it was renamed."""
    arguments = request.view_args or {}
    if "owner" not in arguments or "repo" not in arguments:
        return None
    name = f"{arguments['owner']}/{arguments['repo']}"
    found = state.find(name)
    former = state.find_former(name) if found is None else None
    if former is not None:
        rest = request.path.split("/", 6)[6:]
        location = "/".join([request.host_url.rstrip("/"), contract.ROOT[1:], "repositories", str(former.id), *rest])
        writes = request.method not in ("GET", "HEAD")
        response: Response = jsonify(message="Temporary Redirect" if writes else "Moved Permanently", url=location)
        response.status_code = 307 if writes else 301
        response.headers["Location"] = location
        return response
    if found is None or not (g.app or state.reads(g.token, found)):
        raise not_found()
    g.repository = found
    return None


def _check_permission(state: State, mark: Needs | None) -> None:
    if mark is None:
        return
    if mark.app:
        if not g.app:
            raise Refused(401, "A JSON web token could not be decoded")
        return
    if g.token is None:
        if mark.level == "write" or g.app or "repository" not in g:
            raise Refused(401, "Requires authentication")
        return
    if not mark.permissions or "repository" not in g:
        return
    if not any(state.allows(g.token, g.repository, permission, mark.level) for permission in mark.permissions):
        raise forbidden()


def _check_closed(state: State) -> None:
    """An archived repository takes no write. A locked conversation takes comments of those alone who may push."""
    hosted = g.get("repository")
    if hosted is None or request.method in ("GET", "HEAD"):
        return
    if hosted.archived:
        raise Refused(403, "Repository was archived so is read-only.")
    arguments = request.view_args or {}
    number = arguments.get("pull_number") or arguments.get("issue_number")
    if "comment_id" in arguments:
        known = {**hosted.issue_comments, **hosted.review_comments}.get(arguments["comment_id"])
        number = known.number if known else number
    pull = hosted.pulls.get(number)
    pushes = g.token is not None and g.token.installation is None and state.allows(g.token, hosted, "contents", "write")
    if pull is not None and pull.locked and not pushes:
        raise Refused(403, "Unable to create comment because issue is locked.")


def _refused(refusal: Refused) -> tuple[Any, int, dict[str, str]]:
    return jsonify(refusal.document), refusal.status, refusal.headers


def _http_error(error: HTTPException) -> tuple[Any, int]:
    return jsonify(message=error.name, documentation_url="https://docs.github.com/rest"), error.code or 500
