"""Tokens of programs that ask the API: made once, kept as digests, each for some repositories and for some time."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from bot.store.sql import SqlStore
from bot.store.tables import TokenRow

PREFIX: Final = "pwt_"
EVERYTHING: Final = "*"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_TOKEN = re.compile(r"pwt_[A-Za-z0-9_-]{43}")
_REPOSITORY = re.compile(
    r"[A-Za-z0-9._-]{1,60}:[^\s*][^\n*]{0,398}(?<!\s)|[A-Za-z0-9._-]{1,60}:[^\s*/][^\n*]{0,200}/\*"
)
MOST_REPOSITORIES: Final = 1000


class NoToken(ValueError):
    """What was asked for cannot be made or found; the message is for whoever asked."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token. Times are seconds since the epoch."""

    name: str
    repositories: tuple[str, ...]
    """``host:name`` or ``host:owner/*``; :data:`EVERYTHING` alone for all."""
    operator: bool
    created_at: int
    expires_at: int
    revoked_at: int = 0
    """0 while it is not."""

    def is_good(self, now: float) -> bool:
        return not self.revoked_at and now < self.expires_at

    def sees(self, repository: str) -> bool:
        """Letters' case is not looked at: GitHub takes no notice of it, and whoever made the token named both."""
        name = repository.lower()
        return any(
            one == EVERYTHING or name == one.lower() or (one.endswith("/*") and name.startswith(one[:-1].lower()))
            for one in self.repositories
        )


class SqlTokens:
    """Every method raises :class:`~bot.store.port.StoreDown`."""

    def __init__(self, store: SqlStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def add(self, name: str, repositories: Sequence[str], *, seconds: int, operator: bool = False) -> str:
        """A new token, which is told this once. Raises :class:`NoToken` for a name that a good token has, and for what
        is no repository."""
        if not _NAME.fullmatch(name):
            raise NoToken(f"{name[:80]!r} is no name: letters, digits, dots, hyphens and underscores, at most 60")
        if not repositories or len(repositories) > MOST_REPOSITORIES:
            raise NoToken(f"name 1 to {MOST_REPOSITORIES} repositories, or all")
        for one in repositories:
            if one != EVERYTHING and not _REPOSITORY.fullmatch(one):
                raise NoToken(f"{one[:140]!r} is no repository: write it as github:octo/app, or github:octo/*")
        now = int(self._clock())
        token = PREFIX + secrets.token_urlsafe(32)
        with self._store.session("the token was not made") as session:
            same = select(TokenRow).where(TokenRow.name == name)
            if any(_token(row).is_good(now) for row in session.scalars(same)):
                raise NoToken(f"a token called {name} is there and good: revoke it first, or choose another name")
            session.add(
                TokenRow(
                    digest=_digest(token),
                    name=name,
                    repositories="\n".join(repositories),
                    operator=operator,
                    created_at=now,
                    expires_at=now + seconds,
                    revoked_at=0,
                )
            )
        return token

    def all(self) -> Sequence[Token]:
        """The newest first, also those that are good no more."""
        with self._store.session("the tokens cannot be read") as session:
            rows = session.scalars(select(TokenRow).order_by(TokenRow.created_at.desc(), TokenRow.name))
            return [_token(row) for row in rows]

    def revoke(self, name: str) -> None:
        """Raises :class:`NoToken` where no token of this name is good."""
        now = int(self._clock())
        good = (TokenRow.name == name, TokenRow.revoked_at == 0, TokenRow.expires_at > now)
        with self._store.session("the token was not revoked") as session:
            if session.scalar(select(TokenRow.digest).where(*good)) is None:
                raise NoToken(f"no token called {name[:80]!r} is good now")
            session.execute(update(TokenRow).where(*good).values(revoked_at=now))

    def find(self, token: str) -> Token | None:
        """The token, unless it is unknown or good no more."""
        if not _TOKEN.fullmatch(token):
            return None
        with self._store.session("the tokens cannot be read") as session:
            row = session.get(TokenRow, _digest(token))
            found = _token(row) if row else None
        return found if found and found.is_good(self._clock()) else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _token(row: TokenRow) -> Token:
    return Token(
        row.name, tuple(row.repositories.split("\n")), row.operator, row.created_at, row.expires_at, row.revoked_at
    )
