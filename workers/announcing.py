"""Verdicts for the operator's other programs: written down when a review is posted, sent when there is time.

An announcement waits in Redis until its receiver takes it, or until its last try; at most :data:`MOST` wait. It is sent
at least once, and carries an id by which its receiver knows it again. A receiver that is down costs the workers one try
a minute, and no review waits for it. A lost Redis loses what waits: an announcement is a hint, the host has the truth.

| key | holds |
|---|---|
| ``patchwarden:announce:due`` | ids by the time of their next try |
| ``patchwarden:announce:said`` | by id: what is sent, where, how often it was tried |
| ``patchwarden:announce:last:<change>`` | what was announced last of the change |
| ``patchwarden:announce:claim:<id>`` | a worker sends it |
| ``patchwarden:announce:pause:<form>`` | a receiver that did not answer is left alone |
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Final
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError

from bot import metrics
from bot.announce_settings import AnnounceSettings
from bot.model import Review, Verdict
from bot.render import announcement
from workers.processes import aside

log = logging.getLogger(__name__)

MOST: Final = 1_000
"""Announcements that wait; the oldest goes for a new one."""
PAUSES: Final = (60.0, 300.0, 1800.0, 7200.0, 21600.0)
"""Seconds until the second, third … try; after the last there is none."""
SECONDS: Final = 10.0
"""For one try, from the look-up of the name to the status."""
_AT_ONCE = 5
_CLAIM_SECONDS = 60
_RECEIVER_PAUSE = 60
_LAST_SECONDS = 90 * 24 * 3600
_KEY = "patchwarden:announce:"
_DUE, _SAID = f"{_KEY}due", f"{_KEY}said"


class NotTaken(Exception):
    """The receiver did not take it: a status, or a kind of error."""


class Announcer:
    """The announcements of one deployment. Each method but the first raises nothing."""

    def __init__(self, redis: Redis, settings: AnnounceSettings, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._settings = settings
        self._clock = clock
        self._addresses = {form: url for form, url in (("json", settings.url), ("slack", settings.slack_url)) if url}

    def tell(self, review: Review) -> None:
        """Writes down what is to be sent, if a review says something that was not announced of its change before."""
        if not self._addresses:
            return
        try:
            if self._is_news(review):
                for form in self._addresses:
                    body = announcement.document(review) if form == "json" else announcement.chat(review)
                    self._put(form, json.dumps(body, ensure_ascii=False))
        except RedisError as error:
            log.warning("a verdict is not announced: Redis does not answer (%s)", type(error).__name__)

    def send(self) -> None:
        """Sends what is due, a few at most."""
        if not self._addresses:
            return
        try:
            for held in self._redis.zrangebyscore(_DUE, "-inf", self._clock(), start=0, num=_AT_ONCE):
                self._send(_text(held))
        except RedisError as error:
            log.warning("announcements wait: Redis does not answer (%s)", type(error).__name__)

    def _is_news(self, review: Review) -> bool:
        """A change without defects is news after one with some, or where everything is wanted."""
        key, essence = f"{_KEY}last:{review.change.ref}", announcement.essence(review)
        before = self._redis.set(key, essence, ex=_LAST_SECONDS, get=True)
        if before is not None:
            return _text(before) != essence
        return self._settings.everything or review.verdict is not Verdict.NO_DEFECTS

    def _put(self, form: str, body: str) -> None:
        name = uuid4().hex
        pipeline = self._redis.pipeline()
        pipeline.hset(_SAID, name, json.dumps({"form": form, "body": body, "tries": 0}))
        pipeline.zadd(_DUE, {name: self._clock()})
        pipeline.execute()
        for oldest in self._redis.zrange(_DUE, 0, -MOST - 1):
            log.error("an announcement is dropped: %d wait already", MOST)
            self._forget(_text(oldest))

    def _send(self, name: str) -> None:
        if not self._redis.set(f"{_KEY}claim:{name}", 1, nx=True, ex=_CLAIM_SECONDS):
            return
        entry = _entry(self._redis.hget(_SAID, name))
        url = self._addresses.get(str(entry.get("form")))
        if url is None:  # the operator has taken the address away
            self._forget(name)
            return
        form, tries = str(entry["form"]), int(str(entry.get("tries", 0)))
        try:
            if self._redis.exists(f"{_KEY}pause:{form}"):
                self._redis.zadd(_DUE, {name: self._clock() + _RECEIVER_PAUSE})
            else:
                self._try(name, form, url, str(entry["body"]), tries)
        finally:
            self._redis.delete(f"{_KEY}claim:{name}")

    def _try(self, name: str, form: str, url: str, body: str, tries: int) -> None:
        try:
            self._deliver(name, form, url, body.encode())
        except (NotTaken, aside.NoAnswer, OSError) as error:
            why = str(error) if isinstance(error, NotTaken) else type(error).__name__
            self._redis.set(f"{_KEY}pause:{form}", 1, ex=_RECEIVER_PAUSE)
            if tries < len(PAUSES) and not why.startswith("refused"):
                log.warning("an announcement (%s) was not taken, and is sent again: %s", form, why)
                self._redis.hset(_SAID, name, json.dumps({"form": form, "body": body, "tries": tries + 1}))
                self._redis.zadd(_DUE, {name: self._clock() + PAUSES[tries]})
                return
            log.error("an announcement (%s) is given up: %s", form, why)  # noqa: TRY400 - no traceback: it names the address
            metrics.announced(form, "given up")
        else:
            metrics.announced(form, "taken")
        self._forget(name)

    def _deliver(self, name: str, form: str, url: str, body: bytes) -> None:
        """In a process of its own, which ends in time whatever the receiver does."""
        headers = {"Content-Type": "application/json", "User-Agent": "Patchwarden"}
        if form == "json":
            headers |= signed(self._settings.secret, name, int(self._clock()), body)
        aside.answer(lambda: _post(url, body, headers), SECONDS, NotTaken)

    def _forget(self, name: str) -> None:
        pipeline = self._redis.pipeline()
        pipeline.zrem(_DUE, name)
        pipeline.hdel(_SAID, name)
        pipeline.execute()


def signed(secret: str, name: str, at: int, body: bytes) -> Mapping[str, str]:
    """The headers by which a receiver knows that a message is ours (HMAC-SHA256 over ``<timestamp>.<body>``), that it
    is no old one sent again (the timestamp), and not one that it has had (the id)."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "X-Patchwarden-Delivery": name,
        "X-Patchwarden-Timestamp": str(at),
        "X-Patchwarden-Signature-256": f"sha256={digest}",
    }


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Follows no redirect and reads no body. Raises :class:`NotTaken`; the message holds no address."""
    import requests

    try:
        with requests.post(url, data=body, headers=dict(headers), timeout=5, allow_redirects=False, stream=True) as got:
            status = got.status_code
    except (requests.RequestException, ValueError) as error:
        raise NotTaken(type(error).__name__) from None
    if status // 100 == 2:
        return "taken"
    passing = status >= 500 or status in (408, 425, 429)
    raise NotTaken(f"{'status' if passing else 'refused with status'} {status}")


def _entry(held: object) -> dict[str, object]:
    try:
        found = json.loads(held) if isinstance(held, bytes | str) else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def _text(held: object) -> str:
    return held.decode() if isinstance(held, bytes) else str(held)
