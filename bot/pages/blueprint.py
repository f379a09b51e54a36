"""The pages as a Flask blueprint: the addresses, who may look, and what an error looks like."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, g, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from bot.access.port import Access, AccessUnknown
from bot.pages.assets import Assets
from bot.pages.now import Now
from bot.pages.rendering import Renderer, secured
from bot.pages.views import Views
from bot.store.port import StoreDown
from bot.store.reading import Reading

_PUBLIC: Final = frozenset({"pages.asset", "pages.icon"})
"""Endpoints that are for everybody."""
_NO_PAGE: Final = "no_page"
"""The application's extension under which the web server looks for the page of an address that leads nowhere."""
_NOT_THERE: Final = "There is no such page, or it is not yours to see."


def pages(
    reading: Reading,
    access: Access,
    now: Now,
    *,
    clock: Callable[[], float] = time.time,
    sign_out: str = "",
    rule_page: Callable[[str], str] = lambda _: "",
) -> Blueprint:
    """Everything below ``/`` that people look at. ``sign_out`` is where a person does so, ``""`` where nobody can.
    ``rule_page`` gives the address of a rule's page, ``""`` where there is none."""
    made, assets = Blueprint("pages", __name__), Assets()
    renderer = Renderer(assets, clock, sign_out=sign_out, rule_page=rule_page)
    views = Views(reading, access, now, renderer, clock)
    _add_boundaries(made, access, renderer)
    made.record_once(lambda state: state.app.extensions.setdefault(_NO_PAGE, lambda: _no_page(renderer)))
    made.get("/assets/<name>")(assets.asset)
    made.get("/favicon.ico")(assets.icon)
    made.get("/")(views.now)
    made.get("/changes")(views.changes)
    made.get("/repositories")(views.repositories)
    made.get("/changes/<host>/<path:repository>/<int:number>")(views.change)
    made.get("/groups/<host>/<path:repository>/<group>")(views.group)
    made.get("/rules")(views.rules)
    made.get("/decisions")(views.decisions)
    made.get("/decisions.csv")(views.table)
    made.get("/trends")(views.trends)
    return made


def _no_page(renderer: Renderer) -> Response:
    """What a browser sees at an address of nobody's. Who asks is not looked up: it is the same for everybody."""
    return secured(renderer.page("message.html", 404, title="Not Found", message=_NOT_THERE), kept=False)


def _add_boundaries(made: Blueprint, access: Access, renderer: Renderer) -> None:
    """Nobody gets in unknown, nothing is kept by browsers, and an error is a page."""

    @made.before_request
    def who() -> Answer | None:
        if request.endpoint in _PUBLIC:
            return None
        g.viewer = access.viewer()
        if g.viewer is not None:
            return None
        g.viewer = None
        address = access.sign_in(request.full_path.rstrip("?"))
        if request.headers.get("HX-Request"):  # a script that asked for a part of a page is sent there as a whole
            answer = Response(status=204)
            answer.headers["HX-Redirect"] = address
            return answer
        return redirect(address, 303)

    @made.after_request
    def guard(answer: Response) -> Response:
        return secured(answer, kept=request.endpoint in _PUBLIC)

    @made.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        said = _NOT_THERE if error.code == 404 else error.description
        return renderer.page("message.html", error.code or 500, title=error.name, message=said)

    @made.errorhandler(AccessUnknown)
    def unknown(error: AccessUnknown) -> Response:
        return renderer.page("message.html", 503, title="Not known now", message=str(error))

    @made.errorhandler(StoreDown)
    def down(error: StoreDown) -> Response:
        return renderer.page("message.html", 503, title="Nothing can be read now", message=f"Sorry: {error}.")
