"""Reviews are not kept for ever: what they said is deleted after the days that the operator chose."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from bot.store import Store, StoreDown

log = logging.getLogger(__name__)

_DAY = 24 * 3600


def forget_old(store: Store, days: int, clock: Callable[[], float] = time.time) -> None:
    """Deletes what is older than so many days. A database that does not answer is asked again at the next sweep."""
    try:
        count = store.forget(int(clock()) - days * _DAY)
    except StoreDown as error:
        log.warning("%s", error)
        return
    if count:
        log.info("%d reviews that are older than %d days were forgotten", count, days)
