"""Which page is made of what: one method for each address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Response, abort, g, request

from bot.access.port import Access, Viewer
from bot.model import Area, Verdict
from bot.pages import download, weekly, words
from bot.pages.now import Look, Now, Unseen
from bot.pages.rendering import Renderer
from bot.store.port import Known
from bot.store.reading import Filter, Reading, RuleLine, Standing, State

_LONGEST_WORD = 200
"""Characters of what a query asks for."""
_MOST_ROWS = 50_000
"""Of a download."""
_MOST_PLACES = 20
_FILTERS: Final = ("repository", "verdict", "area", "rule", "state", "text")
_KINDS: Final = {"": "all", **{one.value: one.value for one in Standing if one is not Standing.ALL}}
_ORDERS: Final[Mapping[str, Callable[[RuleLine], float]]] = {
    "found": lambda rule: -rule.found,
    "noise": lambda rule: -rule.useless.share if rule.said else 0.0,
    "time": lambda rule: -rule.fix_seconds,
}


@dataclass(frozen=True, slots=True)
class Views:
    """Answers requests of somebody who is known (``g.viewer``). What it raises is told by the blueprint."""

    reading: Reading
    access: Access
    present: Now
    renderer: Renderer
    clock: Callable[[], float]

    @property
    def _seen(self) -> frozenset[str]:
        """The repositories of whoever asks, found out once for each request."""
        if "seen" not in g:
            g.seen = self.access.seen(g.viewer, self.reading.repositories())
        found: frozenset[str] = g.seen
        return found

    @property
    def _time(self) -> int:
        return int(self.clock())

    def now(self) -> Response:
        seen, look, fault = self._seen, None, ""
        try:
            look = _shown(self.present.look(), seen, g.viewer)
        except Unseen as error:
            fault = str(error)
        places = [one for one in self.reading.overview(seen) if one.open][:_MOST_PLACES]
        return self.renderer.page("now.html", look=look, fault=fault, places=places)

    def changes(self) -> Response:
        asked = {name: _word(name) for name in _FILTERS}
        if "state" not in request.args:
            asked["state"] = State.OPEN.value
        page = self.reading.changes(self._seen, Filter(**asked), _word("after"))
        rest = {name: value for name, value in asked.items() if value or name == "state"}
        return self.renderer.page(
            "changes.html",
            page=page,
            asked=asked,
            more=f"/changes?{urlencode(rest | {'after': page.after})}" if page.after else "",
            newest=f"/changes?{urlencode(rest)}" if "after" in request.args else "",
            repositories=[one.place for one in self.reading.overview(self._seen)],
            verdicts=[one.value for one in Verdict],
            areas=[one.value for one in Area],
            states=[one.value for one in State],
        )

    def repositories(self) -> Response:
        return self.renderer.page("repositories.html", places=self.reading.overview(self._seen))

    def change(self, host: str, repository: str, number: int) -> Response:
        return self._one(f"{host}:{repository}#{number}")

    def group(self, host: str, repository: str, group: str) -> Response:
        return self._one(f"{host}:{repository}@{group}")

    def _one(self, name: str) -> Response:
        asked = request.args.get("review", "")
        review = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        whole = self.reading.change(self._seen, name, review)
        if whole is None:
            abort(404)
        decided = self.reading.decisions(self._seen, change=whole.line.change, now=self._time, most=50)
        areas = [one.value for one in Area]
        return self.renderer.page("change.html", whole=whole, decided=decided.decisions, areas=areas)

    def rules(self) -> Response:
        by, found = _word("by"), self.reading.rules(self._seen)
        return self.renderer.page("rules.html", rules=sorted(found, key=_ORDERS[by]) if by in _ORDERS else found, by=by)

    def decisions(self) -> Response:
        kind, text = _word("kind"), _word("text")
        found = self.reading.decisions(
            self._seen, _standing(kind), now=self._time, text=text, after=_word("after"), most=100
        )
        soon = self.reading.decisions(self._seen, Standing.EXPIRING, now=self._time, most=20).decisions
        asked = {name: value for name, value in (("kind", kind), ("text", text)) if value}
        return self.renderer.page(
            "decisions.html",
            found=found,
            soon=() if asked else sorted(soon, key=lambda one: str(one.decision.until)),
            kind=kind,
            text=text,
            kinds=_KINDS,
            more=f"/decisions?{urlencode(asked | {'after': found.after})}" if found.after else "",
            file=f"/decisions.csv?{urlencode(asked)}",
        )

    def table(self) -> Response:
        """The same as a file, all pages of it."""
        known: list[Known] = []
        after = ""
        while True:
            some = self.reading.decisions(
                self._seen, _standing(_word("kind")), now=self._time, text=_word("text"), after=after, most=1000
            )
            known += some.decisions
            after = some.after
            if not after or len(known) >= _MOST_ROWS:
                break
        answer = Response("".join(download.rows(known, words.stamp)), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=decisions.csv"
        return answer

    def trends(self) -> Response:
        weeks = self.reading.trends(self._seen, now=self._time)
        return self.renderer.page("trends.html", weeks=weeks, drawn=weekly.drawn(weeks), areas=weekly.by_area(weeks))


def _word(name: str) -> str:
    return request.args.get(name, "")[:_LONGEST_WORD]


def _standing(kind: str) -> Standing:
    return Standing(kind) if kind and kind in _KINDS else Standing.ALL


def _shown(look: Look, seen: frozenset[str], viewer: Viewer) -> Look:
    """What concerns the whole installation is the operators' alone."""
    if viewer.operator:
        return look
    return Look(
        at=look.at,
        waiting=tuple(one for one in look.waiting if one.place in seen),
        running=tuple(one for one in look.running if one.place in seen),
        failed=tuple(one for one in look.failed if one.place in seen),
    )
