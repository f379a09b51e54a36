"""What the operator's ``/metrics`` page counts, noted by the process in which it happens.

Each process keeps its figures in files of its own in the folder that ``PROMETHEUS_MULTIPROC_DIR`` names (the client's
own variable); :mod:`workers.metrics` adds them up. Without that folder nothing is noted, and the client is not
imported. No figure is worth a review: what goes wrong here is logged once.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from prometheus_client import Counter, Gauge, Histogram

log = logging.getLogger(__name__)

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0)
_FILE_BYTES = 262_144
"""Set aside for each file: on a full disk a figure that the file has no room for would end the process."""
_KINDS: Mapping[str, re.Pattern[str]] = {
    "time": re.compile(r"did not end within|out of time|timed out|too long|seconds of|time limit"),
    "syntax": re.compile(r"parse"),
    "limit": re.compile(r"more than|larger|longer|over the|limit|too (?:large|many)"),
    "failed": re.compile(r"fail|fault|refuse"),
    "not read": re.compile(r"\bread\b|not looked|not named|unreadable"),
}
"""Reasons of gaps are sentences, and there are too many of them for a figure each."""


def delivered(host: str, status: int) -> None:
    """The door answered a request; ``host`` is a name of the settings."""
    _note(lambda meters: meters.deliveries.labels(host, str(status)).inc())


def ended(outcome: str) -> None:
    """A job ended: ``reviewed``, ``nothing to do``, ``put off`` or ``parked``."""
    _note(lambda meters: meters.jobs.labels(outcome).inc())


def reviewed(host: str, verdict: str, seconds: Mapping[str, float], gaps: Mapping[tuple[str, str], int]) -> None:
    """A review was posted: its stages' wall times, and its gaps by check and :func:`gap_kind`."""

    def note(meters: _Meters) -> None:
        meters.reviews.labels(host, verdict).inc()
        for stage, value in seconds.items():
            meters.stages.labels(stage).observe(value)
        for (check, kind), number in gaps.items():
            meters.gaps.labels(check, kind).inc(number)

    _note(note)


def asked(host: str, account: str, headers: Mapping[str, str] | None = None) -> None:
    """A host was asked something, and said in its headers what is left: GitHub does."""

    def note(meters: _Meters) -> None:
        meters.requests.labels(host).inc()
        left = (headers or {}).get("x-ratelimit-remaining", "")
        if left.isascii() and left.isdigit():
            meters.left.labels(account, (headers or {}).get("x-ratelimit-resource", "core")[:40]).set(int(left))

    _note(note)


def looked_up(known: int, wanted: int) -> None:
    """Answers of the engine were looked up in its cache."""

    def note(meters: _Meters) -> None:
        meters.answers.labels("hit").inc(known)
        meters.answers.labels("miss").inc(wanted - known)

    _note(note)


def announced(form: str, outcome: str) -> None:
    """An announcement was ``taken`` or ``given up``."""
    _note(lambda meters: meters.announcements.labels(form, outcome).inc())


def gap_kind(reason: str) -> str:
    """One of a few words for a clause of a :class:`~bot.model.Gap`."""
    return next((kind for kind, words in _KINDS.items() if words.search(reason[:400])), "other")


def name_process(slot: str) -> None:
    """Where a process takes the place of one that ended, it goes on with that one's files: ``slot`` is the place's
    number below the parent. Otherwise each process that a worker ever had would leave files."""
    _slot.append(slot)


_slot: list[str] = []
_complained: list[str] = []


def _identity() -> str:
    """``<parent>-<place>``: no two processes that run have the same, and who is gone is known by the parent."""
    return f"{os.getppid()}-{_slot[-1] if _slot else f'p{os.getpid()}'}"


class _Meters:
    """The figures, made once in a process that notes any."""

    def __init__(self, folder: Path) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values

        _tidy(folder)
        for kind in ("counter", "histogram", "gauge_mostrecent"):
            with (folder / f"{kind}_{_identity()}.db").open("ab") as file:
                if file.tell() < _FILE_BYTES:
                    os.posix_fallocate(file.fileno(), 0, _FILE_BYTES)
        values.ValueClass = values.MultiProcessValue(_identity)  # type: ignore[no-untyped-call]
        own = CollectorRegistry()
        self.deliveries: Counter = Counter(
            "patchwarden_deliveries", "Answers of the door.", ("host", "status"), registry=own
        )
        self.jobs: Counter = Counter("patchwarden_jobs", "Jobs that ended.", ("outcome",), registry=own)
        self.reviews: Counter = Counter(
            "patchwarden_reviews", "Reviews that were posted.", ("host", "verdict"), registry=own
        )
        self.stages: Histogram = Histogram(
            "patchwarden_stage_seconds",
            "Wall time of a review's stages.",
            ("stage",),
            registry=own,
            buckets=_SECONDS,
        )
        self.gaps: Counter = Counter(
            "patchwarden_gaps", "What reviews could not check.", ("check", "reason"), registry=own
        )
        self.requests: Counter = Counter(
            "patchwarden_host_requests", "Requests to a host that it answered.", ("host",), registry=own
        )
        self.left: Gauge = Gauge(
            "patchwarden_host_requests_left",
            "What an account may still ask in its host's present window, as the host said last.",
            ("account", "resource"),
            registry=own,
            multiprocess_mode="mostrecent",
        )
        self.announcements: Counter = Counter(
            "patchwarden_announcements", "Announcements of verdicts.", ("form", "outcome"), registry=own
        )
        self.answers: Counter = Counter(
            "patchwarden_engine_cache", "Answers of the engine that were looked up.", ("result",), registry=own
        )


def _note(how: Callable[[_Meters], None]) -> None:
    try:
        meters = _meters()
        if meters:
            how(meters)
    except Exception as error:  # noqa: BLE001 - a figure may fail in any way, and nothing else may for it
        if not _complained:
            _complained.append(type(error).__name__)
            log.warning("what happens is not counted for /metrics (%s)", type(error).__name__)


@cache
def _meters() -> _Meters | None:
    folder = os.environ.get(FOLDER, "")
    if not folder:
        return None
    try:
        return _Meters(Path(folder))
    except (ImportError, OSError) as error:
        log.warning("nothing is counted for /metrics in this process: %s (%s)", error, FOLDER)
        return None


def _tidy(folder: Path) -> None:
    """Removes the files of processes whose parent is gone: all of its together, so no sum loses only a part."""
    for path in folder.glob("*_*-*.db"):
        parent = path.stem.rpartition("_")[2].partition("-")[0]
        if parent.isascii() and parent.isdigit() and not _lives(int(parent)):
            path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
