"""One run: changes are opened, pushed and talked to while the stack is disturbed; then calm, a sweep, an audit."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import requests
from redis import Redis
from redis.exceptions import RedisError

from bot.model import ChangeRef
from bot.turnstile import Turnstile, waiting
from tests import waits
from tests.chaos.audit import Audit, audit
from tests.chaos.house import House
from tests.chaos.sides import SIDES, Send, Side
from tests.chaos.stories import BASE, Ideal, contents, ideals
from tests.contract.rig import Files
from workers import schedule

_LOST, _TWICE, _LATE = 0.1, 0.2, 0.2
"""Shares of the deliveries that are lost, that come twice, and that come after later ones."""
_PUSHED, _ASKED = 0.4, 0.1
"""Shares of the changes that get a second head, and on which somebody asks for help."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is made of. ``share`` of the host's answers are faults; ``pause`` is in seconds, between two
    disturbances; ``patience`` in seconds, for what is left when all is calm."""

    host: str = "github"
    seed: int = 1
    changes: int = 300
    contents: int = 8
    share: float = 0.05
    pause: float = 6.0
    spread: float = 600.0
    """Seconds over which the changes are opened."""
    patience: float = 600.0


@dataclass(frozen=True, slots=True)
class Report:
    audit: Audit
    disturbances: Counter[str]
    faults: Counter[str]
    deliveries: Counter[str]
    seconds: float
    settled: bool
    """Whether nothing was waiting or under way at the end."""


class Deliverer:
    """Sends deliveries as a bad day does: lost, twice, late; a refused one is not sent again, as on GitHub."""

    def __init__(self, url: str, chance: random.Random) -> None:
        self._url = url
        self._random = chance
        self._late: list[Send] = []
        self.counts: Counter[str] = Counter()

    def send(self, send: Send) -> None:
        drawn = self._random.random()
        if drawn < _LOST:
            self.counts["lost"] += 1
            return
        if drawn < _LOST + _LATE:
            self._late.append(send)
            self.counts["late"] += 1
            return
        self._now(send)
        if drawn < _LOST + _LATE + _TWICE:
            self.counts["twice"] += 1
            self._now(send)
        if self._late and self._random.random() < 0.5:
            self._now(self._late.pop(0))

    def flush(self) -> None:
        """Sends what was late."""
        while self._late:
            self._now(self._late.pop())

    def _now(self, send: Send) -> None:
        self.counts["sent"] += 1
        try:
            answer = send(self._url)
        except requests.RequestException:
            self.counts["nobody answered"] += 1
            return
        if getattr(answer, "status_code", 0) >= 300:
            self.counts["refused"] += 1


def run(plan: Plan, directory: Path, progress: Callable[[str], None] = lambda _: None) -> Report:
    """Raises ``AssertionError`` where the stack does not come up any more."""
    start = time.monotonic()
    chance = random.Random(plan.seed)  # noqa: S311 - no secret
    with SIDES[plan.host](directory, plan.seed, plan.share) as side:
        progress("the ideal reviews")
        heads = contents(plan.contents)
        known = ideals(side.make_rig, heads, directory)
        house = House(side.environ, directory, _free_port(), plan.seed)
        progress("starting the stack")
        try:
            house.start()
            wanted, asked, deliverer = _attack(plan, side, house, heads, known, chance, progress)
            progress("calm")
            house.wake(all_of_them=True)
            house.start()
            deliverer.flush()
            settled = _settle(house, time.monotonic() + plan.patience)
            progress("one sweep")
            schedule.sweep_now(schedule.build(f"redis+socket://{house.socket}"))
            settled = _settle(house, time.monotonic() + plan.patience) and settled
            found = audit(side, wanted, asked)
        finally:
            house.stop()
        return Report(found, house.done, side.storm.faults, deliverer.counts, time.monotonic() - start, settled)


def _attack(
    plan: Plan,
    side: Side,
    house: House,
    heads: Sequence[Files],
    known: tuple[Ideal, ...],
    chance: random.Random,
    progress: Callable[[str], None],
) -> tuple[dict[ChangeRef, Ideal], dict[ChangeRef, int], Deliverer]:
    """Opens all changes while a thread disturbs the stack."""
    over = threading.Event()
    deliverer = Deliverer(house.url, chance)
    wanted: dict[ChangeRef, Ideal] = {}
    asked: dict[ChangeRef, int] = {}
    side.storm.raging = True
    disturber = threading.Thread(target=_disturb, args=(house, over, plan.pause), daemon=True)
    disturber.start()
    try:
        for number in range(plan.changes):
            which = chance.randrange(len(heads))
            ref = side.rig.open_change(BASE, heads[which])
            wanted[ref] = known[which]
            deliverer.send(side.pushed(ref, True))
            if wanted and chance.random() < _PUSHED:
                older, which = chance.choice(list(wanted)), chance.randrange(len(heads))
                side.rig.push(older, {**heads[which], "notes.txt": f"push {number}\n"})
                wanted[older] = known[which]
                deliverer.send(side.pushed(older, False))
            if chance.random() < _ASKED:
                older = chance.choice(list(wanted))
                comment = side.rig.talk(older, "/patchwarden help")
                asked[older] = asked.get(older, 0) + 1
                deliverer.send(side.said(older, comment))
            progress(f"{number + 1} of {plan.changes} changes, {sum(house.done.values())} disturbances")
            time.sleep(plan.spread / plan.changes)
    finally:
        over.set()
        waits.ended(disturber, 120)
        side.storm.raging = False
    return wanted, asked, deliverer


def _disturb(house: House, over: threading.Event, pause: float) -> None:
    while not over.wait(pause):
        house.disturb()
        with suppress(AssertionError):  # what does not come up now is told when all is calm
            house.start()


def _settle(house: House, end: float) -> bool:
    """Waits until nothing waits and nothing is under way, twice in a row; whether that came before the end."""
    quiet = 0
    while time.monotonic() < end:
        time.sleep(1.0)
        quiet = quiet + 1 if _is_quiet(house.redis) else 0
        if quiet >= 5:
            return True
    return False


def _is_quiet(redis: Redis) -> bool:
    with redis, suppress(RedisError):
        return not waiting(redis) and not Turnstile(redis).running()
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
