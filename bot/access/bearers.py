"""Programs that ask with a token of ours, beside people who sign in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from flask import g, request

from bot.access.port import Access, Viewer


class Bearer(Protocol):
    """A program with a token that is good now."""

    @property
    def name(self) -> str: ...

    @property
    def operator(self) -> bool: ...

    def sees(self, repository: str) -> bool:
        """Whether the token is for this repository, as ``github:octo/app``."""
        ...


class Tokens(Protocol):
    """The tokens of programs."""

    def find(self, token: str) -> Bearer | None:
        """Whose token it is; ``None`` for one that is unknown, revoked or has expired."""
        ...


class BearerAccess:
    """Implements :class:`bot.access.port.Access`: whoever sends a bearer's token is known by it and by nothing else.
    All others are known as ``people`` has it."""

    def __init__(self, people: Access, tokens: Tokens) -> None:
        self._people = people
        self._tokens = tokens

    def viewer(self) -> Viewer | None:
        if not _token():
            return self._people.viewer()
        found = self._bearer()
        return Viewer(f"token:{found.name}", found.name, found.operator) if found else None

    def seen(self, viewer: Viewer, repositories: Collection[str]) -> frozenset[str]:
        if not _token():
            return self._people.seen(viewer, repositories)
        found = self._bearer()
        if found is None or self.viewer() != viewer:
            return frozenset()
        return frozenset(one for one in repositories if found.operator or found.sees(one))

    def sign_in(self, back_to: str) -> str:
        return self._people.sign_in(back_to)

    def _bearer(self) -> Bearer | None:
        """Once for each request."""
        if "bearer" not in g:
            g.bearer = self._tokens.find(_token())
        found: Bearer | None = g.bearer
        return found


def _token() -> str:
    """A proxy may send another kind of authorization along, which is not ours."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return (token.strip() or "none") if kind.lower() == "bearer" else ""
