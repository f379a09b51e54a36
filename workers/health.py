"""What a worker says of itself in Redis, for ``/readyz``: that it lives, and whether its database answers."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.engine import make_url

from bot.broker import beat_heart, tell_database
from bot.store import StoreDown
from bot.store.sql import SqlStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """The signs of one worker. They are given in its main process, which forks: so there is no thread here, and nothing
    is kept open between two signs."""

    redis: Redis
    database_url: str

    def tell(self) -> None:
        """Says both. Takes a few seconds at most, however the database is."""
        try:
            beat_heart(self.redis)
            said, answers = self._database()
            tell_database(self.redis, said, answers=answers)
        except RedisError as error:
            log.warning("the worker's sign of life did not reach Redis (%s)", type(error).__name__)

    def _database(self) -> tuple[str, bool]:
        """What the database says, and whether it answers."""
        store = None
        try:
            store = SqlStore(_impatient(self.database_url))
            return store.ping(), True
        except StoreDown as error:
            return str(error), False
        finally:
            if store is not None:
                store.close()


def _impatient(database_url: str) -> str:
    """The same database; a PostgreSQL that does not answer is given up. The names are libpq's."""
    if not database_url.startswith("postgresql"):
        return database_url
    limits = {"connect_timeout": "3", "tcp_user_timeout": "3000", "options": "-c statement_timeout=3000"}
    return make_url(database_url).update_query_dict(limits).render_as_string(hide_password=False)
