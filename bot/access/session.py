"""Who signed in, in a cookie that is signed and that holds for some hours from then on, however often it is used."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from flask import Flask, session

from bot.access.sealing import Keys
from bot.sign_in_settings import SignInSettings

_PERSON: Final = "person"
_TOKEN: Final = "csrf"  # noqa: S105 - a key's name
_BACK_TO: Final = "back_to"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, as the host or the provider told us."""

    source: str
    """The host's name, ``oidc`` or ``proxy``."""
    id: str
    """What the source calls the account; no other account ever gets it."""
    name: str
    proof: str = field(default="", repr=False)
    """The token that the host gave that person, for questions in that person's name."""


class Sessions:
    """The session of the request that Flask answers at the moment."""

    def __init__(self, settings: SignInSettings, keys: Keys) -> None:
        self._keys = keys
        self._seconds = settings.hours * 3600
        self._secure = settings.secure

    def configure(self, app: Flask) -> None:
        """Browsers send a cookie named ``__Host-…`` to the very host that set it, over TLS, and to no other."""
        app.secret_key = self._keys.signing
        app.config |= {
            "SESSION_COOKIE_NAME": "__Host-patchwarden" if self._secure else "patchwarden",
            "SESSION_COOKIE_SECURE": self._secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PERMANENT_SESSION_LIFETIME": timedelta(seconds=self._seconds),
        }

    def begin(self, back_to: str) -> None:
        """Forgets what an earlier try left: a cookie has no room for many."""
        for key in [key for key in session if str(key).startswith("_state_")]:
            session.pop(key)
        session.permanent = True
        session[_BACK_TO] = back_to

    def start(self, who: SignedIn) -> str:
        """From now on this is that person's session; where that person wanted to go is returned."""
        back_to = str(session.get(_BACK_TO, ""))
        session.clear()
        session.permanent = True
        session[_TOKEN] = secrets.token_urlsafe(24)
        sealed = self._keys.seal(who.proof) if who.proof else ""
        session[_PERSON] = [who.source, who.id, who.name, int(time.time()), sealed]
        return back_to

    def person(self) -> SignedIn | None:
        """Who signed in, unless that is too long ago."""
        found = session.get(_PERSON)
        if not isinstance(found, list) or len(found) != 5:
            return None
        source, number, name, at, sealed = found
        if not isinstance(at, int) or not 0 <= time.time() - at < self._seconds:
            return None
        proof = self._keys.open(sealed, self._seconds) if sealed else ""
        if sealed and not proof:
            return None
        return SignedIn(str(source), str(number), str(name), proof)

    def csrf(self) -> str:
        """What a form of this session sends along."""
        return str(session.get(_TOKEN, ""))

    def sent_by_us(self, token: str) -> bool:
        """Whether a form that was sent is one that we gave this session."""
        own = self.csrf()
        return bool(own) and secrets.compare_digest(own.encode(), token.encode())

    def end(self) -> None:
        session.clear()
