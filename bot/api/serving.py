"""``/api/v1`` in the web server: who asks, what of it that one may see, and the answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

import msgspec
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from bot.access.port import Access, AccessUnknown, Viewer
from bot.api import asking, forms, telling
from bot.api.asking import Refused
from bot.api.description import BY_PATH, OPERATIONS, PROBLEMS, ROOT, document
from bot.store.port import StoreDown
from bot.store.reading import Filter, Reading, Standing

Values = Mapping[str, str | int]
Parts = Callable[[], Mapping[str, tuple[bool, str]]]
"""Of the installation: whether each is well, and what it says."""

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

log = logging.getLogger(__name__)


class Api:
    """Reads, and asks for each request what the viewer may see."""

    def __init__(self, access: Access, reading: Reading, parts: Parts, clock: Callable[[], float] = time.time) -> None:
        self._access = access
        self._reading = reading
        self._parts = parts
        self._clock = clock
        self._answers: Mapping[str, Callable[[Viewer, Values], msgspec.Struct]] = {
            "/me": self._me,
            "/repositories": self._repositories,
            "/changes": self._changes,
            "/change": self._change,
            "/rules": self._rules,
            "/decisions": self._decisions,
            "/trends": self._trends,
            "/health": self._health,
        }

    def blueprint(self) -> Blueprint:
        made = Blueprint("api", __name__, url_prefix=ROOT)
        for operation in OPERATIONS:
            made.get(operation.path, endpoint=operation.path.strip("/"))(lambda path=operation.path: self._answer(path))
        made.get("/openapi.json", endpoint="openapi")(_description)
        for rule in ("", "/<path:rest>"):
            made.route(rule, methods=_METHODS, endpoint="none")(_none)
        made.register_error_handler(Exception, _problem)
        return made

    def _answer(self, path: str) -> Response:
        viewer = self._viewer()
        values = asking.read(BY_PATH[path], request.args)
        return _json(200, self._answers[path](viewer, values))

    def _viewer(self) -> Viewer:
        viewer = self._access.viewer()
        if viewer is None:
            remedy = (
                "send `Authorization: Bearer` with a token of `patchwarden token add`, or sign in at /sign-in first"
            )
            raise Refused(401, "the request has no token that is good now, and no session", remedy)
        return viewer

    def _seen(self, viewer: Viewer) -> frozenset[str]:
        return self._access.seen(viewer, self._reading.repositories())

    def _me(self, viewer: Viewer, values: Values) -> forms.Me:
        del values
        return forms.Me(viewer.id, viewer.name, viewer.operator)

    def _repositories(self, viewer: Viewer, values: Values) -> forms.Repositories:
        del values
        return forms.Repositories([telling.repository(line) for line in self._reading.overview(self._seen(viewer))])

    def _changes(self, viewer: Viewer, values: Values) -> forms.Changes:
        wanted = Filter(
            **{name: str(values[name]) for name in ("repository", "verdict", "area", "rule", "state", "text")}
        )
        page = self._reading.changes(self._seen(viewer), wanted, str(values["after"]), int(values["limit"]))
        return forms.Changes([telling.change(line) for line in page.changes], page.after)

    def _change(self, viewer: Viewer, values: Values) -> forms.WholeChange:
        found = self._reading.change(self._seen(viewer), str(values["name"]), int(values["review"]))
        if found is None:
            raise Refused(404, "no such change, or no such review of it", f"{ROOT}/changes lists what you see")
        return telling.whole(found)

    def _rules(self, viewer: Viewer, values: Values) -> forms.Rules:
        del values
        return forms.Rules([telling.rule(line) for line in self._reading.rules(self._seen(viewer))])

    def _decisions(self, viewer: Viewer, values: Values) -> forms.Decisions:
        found = self._reading.decisions(
            self._seen(viewer),
            Standing(values["standing"]),
            now=int(self._clock()),
            text=str(values["text"]),
            change=str(values["change"]),
            after=str(values["after"]),
            most=int(values["limit"]),
        )
        return forms.Decisions([telling.decision(known) for known in found.decisions], found.after)

    def _trends(self, viewer: Viewer, values: Values) -> forms.Trends:
        seen = self._seen(viewer)
        weeks = self._reading.trends(seen, now=int(self._clock()), weeks=int(values["weeks"]))
        return forms.Trends([telling.week(week) for week in weeks])

    def _health(self, viewer: Viewer, values: Values) -> forms.Health:
        del values
        if not viewer.operator:
            raise Refused(403, "only operators see how the installation is", "see PATCHWARDEN_OPERATORS, or /healthz")
        parts = {name: forms.Part(ok, detail) for name, (ok, detail) in self._parts().items()}
        return forms.Health(all(part.ok for part in parts.values()), parts)


def _description() -> Response:
    """The one answer that is for everybody: it tells nothing that the manual does not."""
    return Response(msgspec.json.encode(document()), 200, mimetype="application/json")


def _none(rest: str = "") -> Response:
    remedy = f"{ROOT}/openapi.json describes what there is; everything is read by GET"
    return _refused(Refused(404, f"/{rest[:100]} is no address of this API", remedy))


def _problem(error: Exception) -> Response:
    if isinstance(error, Refused):
        return _refused(error)
    if isinstance(error, AccessUnknown):
        return _refused(Refused(503, str(error), "ask again in a minute"))
    if isinstance(error, StoreDown):
        log.error("%s", error)
        return _refused(
            Refused(503, "the database does not answer", "ask again in a minute; the server's log says why")
        )
    if isinstance(error, HTTPException):
        status = error.code if error.code in PROBLEMS else 400
        return _refused(Refused(status or 400, error.description or error.name, f"see {ROOT}/openapi.json"))
    log.error("an unexpected fault", exc_info=error)
    return _refused(Refused(500, "an unexpected fault", "tell the operator: the server's log has the details"))


def _refused(refusal: Refused) -> Response:
    form = forms.Problem(asking.TYPE, refusal.title, refusal.status, refusal.detail, refusal.remedy)
    answer = _json(refusal.status, form, "application/problem+json")
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="patchwarden"'
    if refusal.status == 503:
        answer.headers["Retry-After"] = "60"
    return answer


def _json(status: int, form: msgspec.Struct, kind: str = "application/json") -> Response:
    """Nothing of it may be kept by who stands between: the next who asks may see less."""
    answer = Response(msgspec.json.encode(form), status, mimetype=kind)
    answer.headers |= {"Cache-Control": "private, no-store", "Vary": "Authorization, Cookie"}
    return answer
