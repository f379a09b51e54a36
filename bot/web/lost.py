"""What a browser is shown at an address that leads nowhere, where there are pages. Programs get JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from flask import Flask, Response, request

_NO_PAGE: Final = "no_page"
"""The application's extension that makes the page: a function without arguments, which :mod:`bot.pages` puts there."""
_PROGRAMS: Final = ("/api", "/webhooks")


def page(app: Flask) -> Response | None:
    """``None`` for a program: one that does not ask for HTML before JSON, or asks below a program's address."""
    made = cast(Callable[[], Response] | None, app.extensions.get(_NO_PAGE))
    wanted = request.accept_mimetypes
    if made is None or wanted.quality("text/html") <= wanted.quality("application/json"):
        return None
    return None if any(request.path == at or request.path.startswith(f"{at}/") for at in _PROGRAMS) else made()
