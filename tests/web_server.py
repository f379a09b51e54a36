"""The real web server for tests: gunicorn with one process, so that nobody is luckier than others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests import waits
from workers.processes.services import Service

_ROOT = Path(__file__).parents[1]


@contextmanager
def running_web(
    folder: Path,
    app: str,
    *options: str,
    bind: str,
    listens: Callable[[], bool],
    env: Mapping[str, str] | None = None,
) -> Iterator[Path]:
    """Its log, in ``folder``, while it runs. ``listens`` tells when it is there; a warning of Python's ends it."""
    config = ["--config", "python:bot.web.gunicorn_conf", "--workers", "1", "--bind", bind, *options]
    log = folder / "web.log"
    web = Service(
        "web",
        [sys.executable, "-W", "error", "-P", "-m", "gunicorn", *config, app],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HOME": str(folder), **(env or {})},
        cwd=folder,
        log=log,
    )
    try:
        waits.until(lambda: web.check() or listens(), "a web server that listens")  # type: ignore[func-returns-value]
        yield log
    finally:
        web.stop(patience=10)
