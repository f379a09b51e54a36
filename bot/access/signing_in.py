"""The pages on which people sign in and out. They hold no script, and nothing that a host or a provider wrote but a
person's name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from bot.access.port import Access
from bot.access.providers import NotSignedIn, Provider
from bot.access.returning import safe
from bot.access.session import Sessions
from bot.hosts.base import HostError
from bot.hosts.viewing import Viewing
from bot.sign_in_settings import SignInSettings

NOT_SET_UP = (
    "Nobody can sign in here: the operator sets PATCHWARDEN_SESSION_SECRET and PATCHWARDEN_PUBLIC_URL, and one of "
    "PATCHWARDEN_GITHUB_CLIENT_ID with _CLIENT_SECRET, PATCHWARDEN_OIDC_ISSUER with _CLIENT_ID and _CLIENT_SECRET, or "
    "PATCHWARDEN_PROXY_HEADER with PATCHWARDEN_PROXY_ADDRESSES."
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

log = logging.getLogger(__name__)


class SignInPages:
    """``/sign-in`` and ``/sign-out``."""

    def __init__(
        self,
        settings: SignInSettings,
        access: Access,
        sessions: Sessions | None,
        providers: Mapping[str, Provider],
        hosts: Mapping[str, Viewing],
    ) -> None:
        """``sessions`` is ``None`` where nobody signs in with us; a proxy may still."""
        self._settings = settings
        self._access = access
        self._sessions = sessions
        self._providers = providers
        self._hosts = hosts

    def blueprint(self) -> Blueprint:
        pages = Blueprint("access", __name__, template_folder="templates")
        pages.get("/sign-in")(self.choose)
        pages.get("/sign-in/<name>")(self.start)
        pages.get("/sign-in/<name>/back")(self.finish)
        pages.get("/sign-out")(self.ask_out)
        pages.post("/sign-out")(self.sign_out)
        return pages

    def choose(self) -> Answer:
        back_to = safe(request.args.get("back_to", ""))
        if not self._providers and not self._settings.proxy:
            return _page("message.html", 404, title="Sign-in is not set up", message=NOT_SET_UP)
        return _page(
            "sign_in.html",
            title="Sign in",
            viewer=self._access.viewer(),
            ways=self._ways(back_to),
            back_to=back_to,
            proxy=self._settings.proxy is not None,
        )

    def start(self, name: str) -> Answer:
        provider = self._providers.get(name)
        if provider is None or self._sessions is None:
            return self._unknown(name)
        try:
            self._sessions.begin(safe(request.args.get("back_to", "")))
            return _kept_private(provider.ask(self._come_back(name)))
        except NotSignedIn as refusal:
            return _failed(refusal)

    def finish(self, name: str) -> Answer:
        provider = self._providers.get(name)
        if provider is None or self._sessions is None:
            return self._unknown(name)
        try:
            who = provider.answered()
        except NotSignedIn as refusal:
            return _failed(refusal)
        log.info("%s:%s (%s) signed in", who.source, who.id, who.name[:100])
        return _kept_private(redirect(safe(self._sessions.start(who)), 303))

    def ask_out(self) -> Answer:
        token = self._sessions.csrf() if self._sessions else ""
        return _page("sign_out.html", title="Sign out", viewer=self._access.viewer(), token=token)

    def sign_out(self) -> Answer:
        if self._sessions is None or not self._sessions.sent_by_us(request.form.get("token", "")):
            message = "This form is not one that we gave you, or it is too old: open the page anew and try again."
            return _page("message.html", 403, title="Nobody was signed out", message=message)
        who = self._sessions.person()
        self._sessions.end()
        if who is not None and who.proof and who.source in self._hosts:
            try:
                self._hosts[who.source].forget(who.proof)
            except HostError as error:  # the cookie is gone; what is left of it lapses by itself
                log.warning("%s", error)
        return _kept_private(redirect("/sign-in", 303))

    def _ways(self, back_to: str) -> list[tuple[str, str]]:
        """Labels and addresses; whole ones, as the cookie is set where people come back to."""
        query = urlencode({"back_to": back_to})
        return [(provider.label, f"{self._address(name)}?{query}") for name, provider in self._providers.items()]

    def _address(self, name: str) -> str:
        return f"{self._settings.public_url}/sign-in/{quote(name, safe='')}"

    def _come_back(self, name: str) -> str:
        return f"{self._address(name)}/back"

    def _unknown(self, name: str) -> Answer:
        if not self._providers:
            return _page("message.html", 404, title="Sign-in is not set up", message=NOT_SET_UP)
        message = f"Nobody signs in by {name[:60]!r} here."
        return _page("message.html", 404, title="No such way to sign in", message=message)


def _failed(refusal: NotSignedIn) -> Answer:
    return _page("message.html", refusal.status, title="Nobody was signed in", message=_sentence(str(refusal)))


def _page(template: str, status: int = 200, **values: object) -> Response:
    made = make_response(render_template(f"access/{template}", **values), status)
    made.headers.update(_HEADERS)
    return made


def _kept_private(answer: Answer) -> Answer:
    """The address may have a code in it: nothing is kept of it, and nobody is told where the browser came from."""
    answer.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    return answer


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
