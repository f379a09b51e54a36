"""People who sign in through the App: GitHub's page, the code for a token, and what the token shows.

Source: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from tests.fakes.github.answers import Refused, not_found, page
from tests.fakes.github.context import documents, needs, state, token
from tests.fakes.github.state import Agreement

routes = Blueprint("oauth", __name__)
pages = Blueprint("oauth pages", __name__)
_CODE_LIFE = timedelta(minutes=10)
_LIFE = 28_800
"""Seconds of a person's token, where tokens expire."""


@pages.get("/login/oauth/authorize")
def authorize() -> Answer:
    """As if whoever sits at the browser (``state.visitor``) agreed at once, or did not want to (``""``)."""
    asked = request.args
    if asked.get("client_id") != state().app.client_id:
        raise not_found()
    come_back = asked.get("redirect_uri", "")
    if come_back not in state().callbacks:
        return Response("The redirect_uri is not associated with this application.", 400)
    again = {"state": asked["state"]} if "state" in asked else {}
    if not state().visitor:
        denied = {"error": "access_denied", "error_description": "The user has denied your application access."}
        return redirect(f"{come_back}?{urlencode(denied | again)}")
    code = f"{state().next_id('code'):020x}"
    challenge = asked.get("code_challenge", "") if asked.get("code_challenge_method") == "S256" else ""
    until = state().now() + _CODE_LIFE
    state().agreements[code] = Agreement(state().visitor, come_back, challenge, until)
    return redirect(f"{come_back}?{urlencode({'code': code} | again)}")


@pages.post("/login/oauth/access_token")
def exchange() -> Response:
    """GitHub says what is wrong with the status of a success."""
    asked, app = request.form, state().app
    if (asked.get("client_id"), asked.get("client_secret")) != (app.client_id, app.client_secret):
        return jsonify(error="incorrect_client_credentials", error_description="The client_id and/or client_secret")
    found = state().agreements.pop(asked.get("code", ""), None)
    if found is None or found.until <= state().now():
        return jsonify(error="bad_verification_code", error_description="The code passed is incorrect or expired.")
    if asked.get("redirect_uri", found.redirect_uri) != found.redirect_uri:
        return jsonify(error="redirect_uri_mismatch", error_description="The redirect_uri MUST match")
    digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
    if found.challenge and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != found.challenge:
        return jsonify(error="bad_verification_code", error_description="The code passed is incorrect or expired.")
    made = state().person_token(found.login, timedelta(seconds=_LIFE))
    more = {"refresh_token": f"ghr_{'0' * 76}", "refresh_token_expires_in": 15_897_600}
    return jsonify(access_token=made.value, expires_in=_LIFE, token_type="bearer", scope="", **more)


@routes.get("/user/installations")
@needs("read")
def list_installations() -> Response:
    """Those with a repository that the person was given access to."""
    _through_the_app()
    login = token().user.login
    found = [
        one
        for one in state().installations.values()
        if any(state().collaborates(state().repositories[number], login) for number in one.repositories)
    ]
    return page(found, documents().installation, envelope="installations")


@routes.get("/user/installations/<int:installation_id>/repositories")
@needs("read")
def list_repositories(installation_id: int) -> Response:
    _through_the_app()
    installation = state().installations.get(installation_id)
    if installation is None:
        raise not_found()
    if installation.suspended:
        raise Refused(403, "This installation has been suspended")
    login = token().user.login
    hosted = [state().repositories[number] for number in installation.repositories]
    found = [one for one in hosted if state().collaborates(one, login)]
    return page(found, documents().repository, envelope="repositories")


@routes.delete("/applications/<client_id>/token")
def revoke(client_id: str) -> tuple[str, int]:
    """By the App's client id and secret."""
    app, given = state().app, request.authorization
    if given is None or (given.username, given.password) != (app.client_id, app.client_secret):
        raise Refused(401, "Requires authentication")
    value = request.get_json()["access_token"]
    if client_id != app.client_id or value not in state().tokens:
        raise not_found()
    del state().tokens[value]
    return "", 204


def _through_the_app() -> None:
    found = token()
    if found is None or found.installation is not None or not found.value.startswith("ghu_"):
        raise Refused(403, "You must authenticate with an access token authorized to a GitHub App")
