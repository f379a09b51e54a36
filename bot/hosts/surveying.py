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
    """Keeps a :class:`HostError` in the block from ending the sweep: the error is logged, and ``place`` is ``unseen``.

    E.g. one pull request that cannot be read: the sweep goes on with the next one. :class:`RateLimited` is raised all
    the same, because the limit mostly holds for the next places too; with ``limits`` it is kept like any other.
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
    """Says whether a webhook secret is set; without one every delivery is refused."""
    if secret:
        return Diagnosis(f"{host}: webhook secret", True, "set")
    return Diagnosis(f"{host}: webhook secret", False, "missing: every delivery is refused", remedy)
