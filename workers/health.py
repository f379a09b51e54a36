"""What a worker says of itself in Redis, for ``/readyz``: that it lives, and whether its database answers."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from redis import Redis
from redis.exceptions import RedisError

from bot.broker import beat_heart, tell_database
from bot.store import StoreDown
from bot.store.sql import SqlStore

log = logging.getLogger(__name__)


@dataclass
class Health:
    """The signs of one worker. Nothing is kept open between two of them: the worker forks in between."""

    redis: Redis
    database_url: str
    _asking: threading.Thread | None = field(default=None, init=False)

    def tell(self) -> None:
        """Says both at once; the database, which may take its time, is asked on the side."""
        try:
            beat_heart(self.redis)
        except RedisError as error:
            log.warning("the worker's sign of life did not reach Redis (%s)", type(error).__name__)
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self.tell_database, name="database", daemon=True)
            self._asking.start()

    def tell_database(self) -> None:
        """Asks the database and says what it answers."""
        store = None
        try:
            store = SqlStore(self.database_url)
            said, answers = store.ping(), True
        except StoreDown as error:
            said, answers = str(error), False
        finally:
            if store is not None:
                store.close()
        try:
            tell_database(self.redis, said, answers=answers)
        except RedisError as error:
            log.warning("the worker's word on its database did not reach Redis (%s)", type(error).__name__)
