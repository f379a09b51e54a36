"""Who sends a request, and what that person may see: the port's answer in the web server."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from ipaddress import ip_address
from urllib.parse import urlencode

from flask import g, request

from bot.access.port import AccessUnknown, Viewer
from bot.access.returning import safe
from bot.access.seen import Lapsed, Seen
from bot.access.session import Sessions, SignedIn
from bot.hosts.viewing import Viewing
from bot.sign_in_settings import HOUSE, ProxySettings, SignInSettings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
"""An account in a proxy's header or in a provider's claim. Whoever sends the header twice sends a comma."""

log = logging.getLogger(__name__)


class WebAccess:
    """Implements :class:`bot.access.port.Access` within a request of Flask."""

    def __init__(
        self,
        settings: SignInSettings,
        sessions: Sessions | None,
        hosts: Mapping[str, Viewing],
    ) -> None:
        """``sessions`` is ``None`` where nobody signs in with us."""
        self._settings = settings
        self._sessions = sessions
        self._seen = Seen(hosts)

    def viewer(self) -> Viewer | None:
        found = self._found()
        if found is None:
            return None
        return Viewer(f"{found.source}:{found.id}", found.name, self._is_operator(found))

    def seen(self, viewer: Viewer, repositories: Collection[str]) -> frozenset[str]:
        found = self._found()
        if found is None or self.viewer() != viewer:
            return frozenset()  # of somebody who does not ask now, nothing is known
        if viewer.operator:
            return frozenset(repositories)
        try:
            return self._seen.by(found, repositories)
        except Lapsed:
            if self._sessions:
                self._sessions.end()
            raise
        except AccessUnknown as unknown:
            log.warning("what %s:%s may see is not known: %s", found.source, found.id, unknown.__cause__ or unknown)
            raise

    def sign_in(self, back_to: str) -> str:
        return f"/sign-in?{urlencode({'back_to': safe(back_to)})}"

    def _found(self) -> SignedIn | None:
        """Once for each request."""
        if "signed_in" not in g:
            g.signed_in = self._find()
        found: SignedIn | None = g.signed_in
        return found

    def _find(self) -> SignedIn | None:
        if self._settings.proxy and (name := believed(self._settings.proxy)):
            return SignedIn("proxy", name, name)
        return self._sessions.person() if self._sessions else None

    def _is_operator(self, who: SignedIn) -> bool:
        """By the account's number, or by its name. A host's name that is all digits could be another's number."""
        if f"{who.source}:{who.id}" in self._settings.operators:
            return True
        if who.source in HOUSE or who.name.isdigit():
            return False
        mine = f"{who.source}:{who.name}".lower()  # hosts that sign people in take no notice of letters' case
        return mine in {one.lower() for one in self._settings.operators}


def believed(proxy: ProxySettings) -> str:
    """The account that the proxy names; ``""`` where it names none, or where the request does not come from it."""
    try:
        sender = ip_address(request.environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    sender = getattr(sender, "ipv4_mapped", None) or sender
    if not any(sender.version == network.version and sender in network for network in proxy.addresses):
        return ""
    name = request.headers.get(proxy.header, "").strip()
    return name if is_account(name) else ""


def is_account(name: str) -> bool:
    """Whether a house's account may have this name. One of digits alone could be another's number at a host."""
    return _NAME.fullmatch(name) is not None and not name.isdigit()
