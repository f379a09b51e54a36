"""How the fake answers: errors in GitHub's words, pages with a Link header."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, jsonify, request

Item = TypeVar("Item")
Document = dict[str, Any]

BODY_LIMIT = 65_536
"""Characters of a comment's or review's body."""


class Refused(Exception):
    """The request gets this error answer."""

    def __init__(
        self,
        status: int,
        message: str,
        errors: Sequence[object] | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.document: Document = {
            "message": message,
            "documentation_url": "https://docs.github.com/rest",
            "status": str(status),
            **(extra or {}),
        }
        if errors is not None:
            self.document["errors"] = list(errors)


def not_found() -> Refused:
    return Refused(404, "Not Found")


def forbidden() -> Refused:
    return Refused(403, "Resource not accessible by integration")


def invalid(resource: str, field: str, message: str) -> Refused:
    """422 that names the field, as for a single object."""
    return Refused(
        422, "Validation Failed", [{"resource": resource, "code": "custom", "field": field, "message": message}]
    )


def body_of(resource: str) -> Document:
    """The request's JSON object, its ``body`` within the limit."""
    content: Document = request.get_json(silent=True) or {}
    check_length(resource, content.get("body"))
    return content


def check_length(resource: str, text: str | None, field: str = "body") -> None:
    if text is not None and len(text) > BODY_LIMIT:
        raise invalid(resource, field, f"{field} is too long (maximum is {BODY_LIMIT} characters)")


def page(
    items: Sequence[Item],
    document: Callable[[Item], Document],
    envelope: str | None = None,
    more: Document | None = None,
) -> Response:
    """One page of a list (``page`` and ``per_page``, 100 at most), with GitHub's Link header.

    ``envelope`` is the key of the list where the answer is an object with ``total_count`` and the members ``more``.
    """
    per_page = min(max(request.args.get("per_page", 30, type=int), 1), 100)
    number = max(request.args.get("page", 1, type=int), 1)
    last = max(math.ceil(len(items) / per_page), 1)
    shown = [document(item) for item in items[(number - 1) * per_page : number * per_page]]
    response = jsonify(shown if envelope is None else {**(more or {}), "total_count": len(items), envelope: shown})
    links = []
    if number < last:
        links += [(number + 1, "next"), (last, "last")]
    if number > 1:
        links = [(number - 1, "prev"), *links, (1, "first")]
    if links:
        response.headers["Link"] = ", ".join(f'<{_url(page=target)}>; rel="{name}"' for target, name in links)
    return response


def _url(**changed: object) -> str:
    return f"{request.base_url}?{urlencode({**request.args, **changed})}"
