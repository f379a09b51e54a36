"""Wall time by stage, and the progress line that goes with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.telemetry import tracing
from workers.processes import stopping

Progress = Callable[[str], None]


class Clock:
    """Measures the stages of one review."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    def tell(self, text: str) -> None:
        """How far a stage is, in words that begin with its name."""
        if self._progress:
            self._progress(text)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Raises :class:`~workers.processes.stopping.Stopped` where the work was ended in the stage before."""
        stopping.check()
        if self._progress:
            self._progress(name)
        start = time.perf_counter()
        try:
            with tracing.span(name):
                yield
        finally:
            self.seconds[name] = time.perf_counter() - start
