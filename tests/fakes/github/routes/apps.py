"""The App itself: installations, tokens, webhook deliveries."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, jsonify, redirect, request

from tests.fakes.github.answers import Document, Refused, not_found, page
from tests.fakes.github.context import as_app, documents, repository, state
from tests.fakes.github.documents import when
from tests.fakes.github.state import HookDelivery

routes = Blueprint("apps", __name__)

_LEVELS = ("read", "write", "admin")


@routes.get("/app")
@as_app
def get_app() -> Response:
    return jsonify(documents().app())


@routes.get("/app/installations")
@as_app
def list_installations() -> Response:
    return page(list(state().installations.values()), documents().installation)


@routes.get("/app/installations/<int:installation_id>")
@as_app
def get_installation(installation_id: int) -> Response:
    found = state().installations.get(installation_id)
    if found is None:
        raise not_found()
    return jsonify(documents().installation(found))


@routes.get("/repos/<owner>/<repo>/installation")
@as_app
def get_installation_of_repository(owner: str, repo: str) -> Response:
    found = state().installation_of(repository())
    if found is None:
        raise not_found()
    return jsonify(documents().installation(found))


@routes.post("/app/installations/<int:installation_id>/access_tokens")
@as_app
def create_token(installation_id: int) -> tuple[Response, int]:
    """A token with the permissions asked for; asking for more than the installation has is refused."""
    installation = state().installations.get(installation_id)
    if installation is None:
        raise not_found()
    asked = request.get_json(silent=True) or {}
    permissions = asked.get("permissions") or dict(installation.permissions)
    for name, level in permissions.items():
        granted = installation.permissions.get(name)
        if granted is None or _LEVELS.index(level) > _LEVELS.index(granted):
            raise Refused(422, "The permissions requested are not granted to this installation.")
    names = [name.lower() for name in asked.get("repositories", ())]
    wanted = [
        number
        for number in installation.repositories
        if state().repositories[number].name.lower() in names or number in asked.get("repository_ids", ())
    ]
    if len(wanted) < len(names) + len(asked.get("repository_ids", ())):
        raise Refused(422, "There is at least one repository that does not exist or is not accessible to the parent.")
    token = state().issue_token(installation, permissions, tuple(wanted) or None)
    document = {
        "token": token.value,
        "expires_at": when(token.expires or state().now()),
        "permissions": token.permissions,
        "repository_selection": "selected",
    }
    return jsonify(document), 201


@routes.get("/app/hook/deliveries")
@as_app
def list_deliveries() -> Response:
    """Newest first, with GitHub's cursor in the Link header. ``status`` keeps successes or failures."""
    wanted = request.args.get("status")
    per_page = min(request.args.get("per_page", 30, type=int), 100)
    cursor = request.args.get("cursor", type=int)
    found = [one for one in reversed(state().deliveries) if cursor is None or one.id < cursor]
    if wanted:
        found = [one for one in found if (one.status_code < 400) == (wanted == "success")]
    shown = found[:per_page]
    response = jsonify([_delivery(one) for one in shown])
    if len(found) > per_page:
        status = f"&status={wanted}" if wanted else ""
        url = f"{request.base_url}?per_page={per_page}&cursor={shown[-1].id}{status}"
        response.headers["Link"] = f'<{url}>; rel="next"'
    return response


@routes.get("/app/hook/deliveries/<int:delivery_id>")
@as_app
def get_delivery(delivery_id: int) -> Response:
    found = _find(delivery_id)
    payload = {"headers": found.headers, "payload": json.loads(found.body)}
    return jsonify({**_delivery(found), "request": payload, "response": {"headers": {}, "payload": ""}})


@routes.post("/app/hook/deliveries/<int:delivery_id>/attempts")
@as_app
def redeliver(delivery_id: int) -> tuple[Response, int]:
    current_app.extensions["fake-redeliver"](_find(delivery_id).id)
    return jsonify({}), 202


def _find(delivery_id: int) -> HookDelivery:
    found = next((one for one in state().deliveries if one.id == delivery_id), None)
    if found is None:
        raise not_found()
    return found


def _delivery(delivery: HookDelivery) -> Document:
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": when(delivery.delivered),
        "redelivery": delivery.redelivery,
        "duration": 0.1,
        "status": "OK" if delivery.status_code < 400 else "Invalid HTTP Response",
        "status_code": delivery.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation_id,
        "repository_id": delivery.repository_id,
    }


@routes.post("/app-manifests/<code>/conversions")
def convert_manifest(code: str) -> tuple[Response, int]:
    """The App's credentials, once for each code that the form gave. Nobody needs to say who they are."""
    made = state().manifests.pop(code, None)
    if made is None:
        raise not_found()
    app = state().app
    state().callbacks.update(made.get("callback_urls", ()))
    secrets = {
        "client_secret": app.client_secret,
        "webhook_secret": app.webhook_secret,
        "pem": app.private_key,
    }
    return jsonify({**documents().app(), "name": made["name"], **secrets}), 201


pages = Blueprint("pages", __name__)
"""What GitHub shows to people in a browser."""


@pages.post("/settings/apps/new")
@pages.post("/organizations/<organization>/settings/apps/new")
def new_app(organization: str = "") -> Response:
    """The form with a manifest, as if its owner agreed at once: back with a code, and with the state that came."""
    manifest = json.loads(request.form["manifest"])
    code = f"code{len(state().manifests) + 1}"
    state().manifests[code] = {**manifest, "organization": organization}
    query = {"code": code, **({"state": request.args["state"]} if "state" in request.args else {})}
    return redirect(f"{manifest['redirect_url']}?{urlencode(query)}", 302)  # type: ignore[return-value]  # werkzeug's Response
