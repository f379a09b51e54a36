"""What all hosts do alike when the sweep or ``patchwarden doctor`` looks at an account as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.hosts.base import Diagnosis, HostError, RateLimited, Unseen
from bot.redaction import redact

log = logging.getLogger(__name__)


@contextmanager
def costs_itself_alone(host: str, place: str, unseen: list[Unseen], *, limits: bool = False) -> Iterator[None]:
    """A fault in one place of a sweep is logged and added to ``unseen``, and the walk goes on behind it.

    A limit of requests mostly holds for the next places too, so it is raised unless ``limits`` are such a fault.
    """
    try:
        yield
    except HostError as fault:
        if isinstance(fault, RateLimited) and not limits:
            raise
        why = redact(str(fault))
        log.warning("the sweep of %s leaves out %s: %s", host, place, why)
        unseen.append(Unseen(place, why))


def webhook_secret(host: str, secret: str, remedy: str) -> Diagnosis:
    """Whether deliveries can be told from forged ones."""
    if secret:
        return Diagnosis(f"{host}: webhook secret", True, "set")
    return Diagnosis(f"{host}: webhook secret", False, "missing: every delivery is refused", remedy)
