"""What a view of the fake knows about the request that it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import current_app, g, request

from tests.fakes.github.answers import forbidden, not_found
from tests.fakes.github.review_documents import ReviewDocuments
from tests.fakes.github.state import Account, Hosted, Pull, State, Token, Trespass

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Needs:
    """What a view asks of the request's token: any one of ``permissions`` at ``level``; nothing, or the App's JWT."""

    level: str = "read"
    permissions: tuple[str, ...] = ()
    app: bool = False


def needs(level: str, *permissions: str) -> Callable[[View], View]:
    """Marks a view: the token must have one of these permissions at this level."""
    return _marked(Needs(level, permissions))


def as_app(view: View) -> View:
    """Marks a view that only the App itself may call."""
    return _marked(Needs(app=True))(view)


def _marked(mark: Needs) -> Callable[[View], View]:
    def mark_view(view: View) -> View:
        view.__dict__["needs"] = mark
        return view

    return mark_view


def state() -> State:
    return cast(State, current_app.extensions["fake-github"])


def documents() -> ReviewDocuments:
    return ReviewDocuments(state(), request.host_url.rstrip("/"))


def token() -> Token:
    """The token of the request; views without a token do not ask."""
    return cast(Token, g.token)


def actor() -> Account:
    return token().user


def repository() -> Hosted:
    """The repository that the path names. A name that it had before is dealt with earlier, by a redirect."""
    return cast(Hosted, g.repository)


def pull(number: int) -> Pull:
    try:
        return repository().pulls[number]
    except KeyError:
        raise not_found() from None


def touch_comment(owner: Account, comment: int) -> None:
    """Lets the actor change a comment, and records when it is somebody else's."""
    if owner != actor():
        if not state().allows(token(), repository(), "contents", "write") and token().installation is None:
            raise forbidden()
        state().trespasses.append(Trespass(actor().login, owner.login, comment))
