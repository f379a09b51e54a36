"""Pages from templates, and the headers that keep what strangers wrote from doing anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Response, g, request
from jinja2 import ChainableUndefined, Environment, PackageLoader

from bot.pages import words
from bot.pages.assets import Assets

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_MENU: Final = (
    ("/", "Now"),
    ("/changes", "Changes"),
    ("/repositories", "Repositories"),
    ("/rules", "Rules"),
    ("/decisions", "Decisions"),
    ("/trends", "Trends"),
)


class Renderer:
    """Fills the templates of this room; everything in them is escaped. Our own environment, so that no other room's
    filters hold here and ours hold nowhere else."""

    def __init__(
        self, assets: Assets, clock: Callable[[], float], *, sign_out: str, rule_page: Callable[[str], str]
    ) -> None:
        self._clock = clock
        self._environment = Environment(
            loader=PackageLoader("bot.pages"),
            autoescape=True,
            undefined=ChainableUndefined,  # a document of another version may lack a key
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= words.FILTERS
        self._environment.globals |= {
            "asset": assets.address,
            "menu": _MENU,
            "sign_out": sign_out,
            "rule_page": rule_page,
        }

    def page(self, name: str, status: int = 200, **values: object) -> Response:
        now = self._clock()
        common = {"viewer": g.get("viewer"), "here": request.path, "now": now, "ago": words.ago(now)}
        text = self._environment.get_template(name).render(**common, **values)
        return Response(text, status, mimetype="text/html")


def secured(answer: Response, *, kept: bool) -> Response:
    """The answer with our headers; what is not ``kept`` no browser and no proxy stores."""
    answer.headers.update(_HEADERS)
    if not kept:
        answer.headers["Cache-Control"] = "no-store"
    return answer
