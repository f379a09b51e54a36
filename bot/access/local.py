"""Access for whoever sits at this machine: one person, who sees everything. For trying Patchwarden out alone.

It holds for requests that come from the loopback address, to the loopback address, under one of its names, and through
no proxy: a page of a stranger cannot have the browser ask under a name of its own that leads here (DNS rebinding), and
a tunnel that forwards deliveries forwards no pages.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from typing import Final

from flask import Flask, Response, request

from bot.access.port import Viewer
from bot.hosts.fields import is_loopback

_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_FORWARDED: Final = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")
_EXPLAINED: Final = "/only-here"
_ME: Final = Viewer("local:me", "you", operator=True)


class NotLocal(ValueError):
    """Others could reach the address; the message is a clause for people."""


class LocalAccess:
    """Implements :class:`bot.access.port.Access`."""

    def __init__(self, listen: str) -> None:
        """Raises :class:`NotLocal` unless the web server listens on the loopback address alone (``address:port``)."""
        if not is_loopback(f"http://{listen}"):
            raise NotLocal(f"{listen} can be reached from other machines: there people sign in")

    def viewer(self) -> Viewer | None:
        sender = request.environ.get("REMOTE_ADDR", "")
        host = request.headers.get("Host", "")
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        forwarded = any(header in request.headers for header in _FORWARDED)
        return _ME if _is_near(sender) and name.lower() in _NAMES and not forwarded else None

    def seen(self, viewer: Viewer, repositories: Collection[str]) -> frozenset[str]:
        return frozenset(repositories) if viewer == _ME else frozenset()

    def sign_in(self, back_to: str) -> str:
        del back_to
        return _EXPLAINED

    def explain(self, app: Flask) -> None:
        """Adds the page where whoever comes from elsewhere is sent."""

        @app.get(_EXPLAINED)
        def only_here() -> Response:
            text = "These pages are shown on the machine itself alone: open http://127.0.0.1 with its port there.\n"
            return Response(text, 403, mimetype="text/plain")


def _is_near(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
