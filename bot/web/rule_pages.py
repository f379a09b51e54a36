"""Serves the pages of rules: a folder of plain files that ``patchwarden rules pages`` wrote. They are public.

Nothing is rendered here, so a request costs a file; what is no rule's name leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as Answer

from bot.review.manual import LIST, STYLE

_NAME: Final = re.compile(r"[a-z0-9]{1,40}(?:[.-][a-z0-9]{1,40}){0,9}")
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=3600",
}


def rule_pages(folder: Path) -> Blueprint:
    """``/rules/<id>`` for every page in the folder, ``/rules/all`` for the list of them."""
    made = Blueprint("rule_pages", __name__)
    own = folder.resolve()

    @made.get("/rules/<name>")
    def rule(name: str) -> Response:
        if name != STYLE and not _NAME.fullmatch(name):
            abort(404)
        path, kind = (own / STYLE, "text/css") if name == STYLE else (own / f"{name}.html", "text/html")
        if not path.is_file():
            abort(404)
        answer = Response(path.read_bytes(), mimetype=kind)
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    @made.after_request
    def guarded(answer: Response) -> Response:
        for name, value in _HEADERS.items():  # an error may come as a page that has stricter ones
            answer.headers.setdefault(name, value)
        return answer

    return made


def with_list(folder: Path) -> Blueprint:
    """The same where nothing else answers ``/rules``: it leads to the list."""
    made = rule_pages(folder)
    made.get("/rules")(_to_the_list)
    return made


def page_in(folder: Path) -> Callable[[str], str]:
    """Where this server shows a rule's page; ``""`` for a rule that has none there."""
    return lambda rule: f"/rules/{rule}" if _NAME.fullmatch(rule) and (folder / f"{rule}.html").is_file() else ""


def no_page(rule: str) -> str:
    """Of a server without them."""
    del rule
    return ""


def _to_the_list() -> Answer:
    return redirect(f"/rules/{LIST}", 302)
