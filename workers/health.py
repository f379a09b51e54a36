"""What a worker says of itself in Redis, for ``/readyz``: that it lives, and whether its database answers."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

from bot.broker import beat_heart, tell_database
from bot.store import StoreDown
from bot.store.sql import SqlStore
from workers.processes import aside

log = logging.getLogger(__name__)

DATABASE_SECONDS = 3.0
"""A database that takes longer for ``SELECT 1`` does not answer."""


@dataclass(frozen=True, slots=True)
class Health:
    """The signs of one worker. They are given in its main process, which forks: so there is no thread here, and nothing
    is kept open between two signs. The same process says which jobs the worker is at; for one that waits longer than
    :data:`bot.turnstile.LOST_AFTER` others would take them."""

    redis: Redis
    database_url: str

    def tell(self) -> None:
        """Says both. Takes no longer than :data:`DATABASE_SECONDS` and what Redis takes, however the database is."""
        try:
            beat_heart(self.redis)
            said, answers = self._database()
            tell_database(self.redis, said, answers=answers)
        except RedisError as error:
            log.warning("the worker's sign of life did not reach Redis (%s)", type(error).__name__)

    def _database(self) -> tuple[str, bool]:
        """What the database says, and whether it answers. The address is used as the operator wrote it: no time limit
        of a driver's covers the look-up of a name, the connection and the answer, so all of it is asked aside."""
        store = None
        try:
            store = SqlStore(self.database_url)  # here, so that its driver is loaded once
            return aside.answer(store.answers, DATABASE_SECONDS, StoreDown), True
        except StoreDown as error:
            return str(error), False
        except aside.NoAnswer:
            return f"the database does not answer within {DATABASE_SECONDS:g} s", False
        except OSError as error:
            return f"the database cannot be asked ({error.strerror})", False
        finally:
            if store is not None:
                store.close()
