"""Puts signing in into the application, as far as the settings have it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from bot.access.providers import HostProvider, OidcProvider, Provider
from bot.access.sealing import Keys
from bot.access.session import Sessions
from bot.access.signing_in import SignInPages
from bot.access.who import WebAccess
from bot.hosts.viewing import Viewing
from bot.sign_in_settings import SignInSettings


def set_up(app: Flask, settings: SignInSettings, hosts: Iterable[Viewing]) -> WebAccess:
    """Who looks and what that person may see. Authlib is imported only where people sign in with us."""
    known = {viewing.name: viewing for viewing in hosts}
    sessions: Sessions | None = None
    providers: dict[str, Provider] = {}
    if settings.secret and (settings.oidc or any(viewing.oauth for viewing in known.values())):
        from authlib.integrations.flask_client import OAuth

        sessions = Sessions(settings, Keys.of(settings.secret))
        sessions.configure(app)
        registry = OAuth(app)
        providers |= {name: HostProvider(registry, viewing) for name, viewing in known.items() if viewing.oauth}
        if settings.oidc:
            providers["oidc"] = OidcProvider(registry, settings.oidc)
    access = WebAccess(settings, sessions, known)
    app.register_blueprint(SignInPages(settings, access, sessions, providers, known).blueprint())
    return access
