"""``patchwarden setup github``: an App by a one-time link, its credentials stored, and what is next."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.hosts.fields import BadSettings, address_problem, is_loopback, name_problem
from bot.hosts.github.manifest import NewApp, NotConverted, Place, manifest
from workers.setup import storing
from workers.setup.link import Link, Refused

_MINUTES = 30
_ORGANIZATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class CannotSetUp(Exception):
    """The message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The App as it is asked for."""

    server: str
    """Where GitHub reaches Patchwarden: ``https://bot.example.org``."""
    api: str
    organization: str
    app_name: str
    name: str
    """What Patchwarden calls this GitHub; the webhook's address ends in it."""
    file: Path
    port: int = 0
    merge_queue: bool = False


@dataclass
class _Made:
    app: list[NewApp] = field(default_factory=list)


def _check_reach(server: str, place: Place) -> None:
    """What GitHub could not do, said before anybody agrees to an App. Raises :class:`CannotSetUp`."""
    if is_loopback(place.api):
        return
    parts = urlsplit(place.api)
    if not parts.path and not (parts.hostname or "").startswith("api."):
        raise CannotSetUp(f"--url: an Enterprise Server's REST root ends in /api/v3: give {place.api}/api/v3")
    if is_loopback(server):
        raise CannotSetUp(
            f"--server: {server} is this machine, which GitHub cannot reach: give the address at which it reaches "
            "Patchwarden, such as https://bot.example.org"
        )


def run(wanted: Wanted, say: Callable[[str], None], seconds: float = _MINUTES * 60.0) -> NewApp:
    """Shows the link by ``say``, waits for the App and stores it. Raises :class:`CannotSetUp`."""
    server = wanted.server.rstrip("/")
    problem = address_problem(
        server, allow_http=is_loopback(server), whose="Patchwarden's", example="https://bot.example.org"
    )
    if problem:
        raise CannotSetUp(f"--server: {problem}")
    if name := name_problem(wanted.name):
        raise CannotSetUp(f"--name: {name}")
    if wanted.organization and not _ORGANIZATION.fullmatch(wanted.organization):
        raise CannotSetUp(
            f"--organization: {wanted.organization[:100]!r} is no organization: give its login, as in github.com/LOGIN"
        )
    try:
        place = Place.of(wanted.api)
        _check_reach(server, place)
        storing.check(wanted.file, "github", wanted.name)
    except BadSettings as error:
        raise CannotSetUp(f"--url: {error.problems[0].text}") from error
    except storing.CannotStore as error:
        raise CannotSetUp(str(error)) from error
    hook = f"{server}/webhooks/{wanted.name}"
    made = _Made()

    def finish(code: str) -> str:
        try:
            app = place.convert(code)
            storing.add(wanted.file, "github", fields(wanted, place, app))
        except (NotConverted, storing.CannotStore) as error:
            raise Refused(str(error)) from error
        made.app.append(app)
        page = html.escape(app.install_page, quote=True)
        return f'<p>The App is made, and its credentials are stored.</p><p><a href="{page}">Install it</a></p>'

    def described(come_back: str) -> str:
        signed_in = f"{server}/sign-in/{wanted.name}/back"
        return manifest(wanted.app_name, hook, come_back, signed_in=signed_in, merge_queue=wanted.merge_queue)

    try:
        link = Link(lambda state: place.form(wanted.organization, state), described, finish, port=wanted.port, log=say)
    except OSError as error:
        raise CannotSetUp(f"cannot listen on 127.0.0.1:{wanted.port}: {error.strerror}; give another --port") from error
    with link:
        say(f"open this link in a browser on this machine, within {_MINUTES} minutes:\n\n    {link.url}\n")
        say("from another machine: give --port PORT, and `ssh -L PORT:127.0.0.1:PORT` to here first")
        if not link.wait(seconds):
            raise CannotSetUp("nobody came back from GitHub in time: start again")
    return made.app[0]


def fields(wanted: Wanted, place: Place, app: NewApp) -> Mapping[str, str | int]:
    """The table of the settings file."""
    sign_in = {"client_id": app.client_id, "client_secret": app.client_secret}
    return {
        "name": wanted.name,
        "url": place.api,
        "app_id": str(app.id),
        "private_key": app.private_key,
        "webhook_secret": app.webhook_secret,
        **(sign_in if all(sign_in.values()) else {}),
    }
