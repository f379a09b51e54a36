"""``POST /sarif/<host>/<repository>/<head>?change=<number>``: the CI hands in what another scanner says of a commit.

The token is good for one repository, the body is SARIF (plain or gzip), and what is kept of it is bounded. Where a
change is named its review is repeated: whether the report or the review came first makes no difference.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, Response, g, jsonify, request
from redis.exceptions import RedisError
from werkzeug.exceptions import BadRequest, Conflict, RequestEntityTooLarge, Unauthorized

from bot.job import Job
from bot.model import ChangeRef
from bot.queue import Queue, QueueDown
from bot.reports import sarif
from bot.reports.model import Report
from bot.telemetry import tracing
from bot.uploads.kept import TooMuch
from bot.uploads.tokens import MayUpload

_COMMIT = re.compile(r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")
_CHANGE = re.compile(r"^[1-9][0-9]{0,9}$")
_NOT_YOURS = "no token for this repository: `patchwarden sarif-token HOST:REPOSITORY` prints one for its CI"


class Keeps(Protocol):
    def keep(self, host: str, repository: str, commit: str, reports: tuple[Report, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class Uploads:
    """Who may hand in reports, and where they go."""

    who: MayUpload
    kept: Keeps
    queue: Queue


def add_uploads(app: Flask, uploads: Uploads) -> None:
    @app.post("/sarif/<host>/<path:repository>/<head>")
    def sarif_report(host: str, repository: str, head: str) -> tuple[Response, int]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not uploads.who.may_upload(token.strip(), host, repository):
            raise Unauthorized(_NOT_YOURS)
        g.logged |= {"repository": f"{host}:{repository}"}
        number = request.args.get("change", "")
        if not _COMMIT.match(head):
            raise BadRequest(f"{head[:80]!r} is no commit: give its 40 or 64 hexadecimal digits")
        if number and not _CHANGE.match(number):
            raise BadRequest(f"{number[:80]!r} is no number of a change")
        body = _body()
        reports = _reports(body, head)
        try:
            uploads.kept.keep(host, repository, head, reports)
        except TooMuch as error:
            raise RequestEntityTooLarge(str(error)) from None
        except RedisError as error:
            raise QueueDown(f"Redis does not answer ({type(error).__name__})") from error
        tools = [{"tool": each.tool, "results": len(each.results), "left_out": _left_out(each)} for each in reports]
        g.logged |= {"tools": [each.key for each in reports]}
        if not number:
            return jsonify(status="kept", tools=tools), 202
        ref = ChangeRef(host, repository, int(number))
        reason = f"a report of {', '.join(each.key for each in reports)}"
        # It names no head: a report of an older one must not end the review of the newest.
        with tracing.span("report", host=host, change=str(ref)):
            delivery = _delivery(ref, head, body)
            new = uploads.queue.enqueue(Job(ref, reason=reason, delivery=delivery, trace=tracing.carried()))
        return jsonify(status="queued" if new else "known", change=str(ref), tools=tools), 202


def _body() -> bytes:
    if (request.content_length or 0) > sarif.LARGEST:
        raise RequestEntityTooLarge(f"the body is larger than {sarif.LARGEST // 1024**2} MB: send it packed by gzip")
    body = request.get_data(cache=False)
    if len(body) > sarif.LARGEST:
        raise RequestEntityTooLarge(f"the body is larger than {sarif.LARGEST // 1024**2} MB: send it packed by gzip")
    return body


def _reports(body: bytes, head: str) -> tuple[Report, ...]:
    try:
        return sarif.read(sarif.unpacked(body), head)
    except sarif.TooLarge as error:
        raise RequestEntityTooLarge(str(error)) from None
    except sarif.OtherCommit as error:
        raise Conflict(str(error)) from None
    except sarif.BadReport as error:
        raise BadRequest(str(error)) from None


def _left_out(report: Report) -> int:
    return report.beside + report.unplaced + report.over


def _delivery(ref: ChangeRef, head: str, body: bytes) -> str:
    """Equal for what is handed in twice, e.g. by a job of the CI that is run again."""
    digest = hashlib.sha256(f"{ref}\0{head}\0".encode("utf-8", "surrogatepass"))
    digest.update(body)
    return f"sarif-{digest.hexdigest()[:32]}"
