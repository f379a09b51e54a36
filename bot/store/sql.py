"""The store on SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.feedback import Judged, Standing
from bot.model import ChangeRef, Decision, DecisionKind, Review, Span, Vote
from bot.store import decisions, keeping, outcomes, refusals, schema
from bot.store.port import Known, Lines, Recorded, StoreDown, TakenBack
from bot.store.reading import State
from bot.store.tables import REVISION, ReviewRow


class SqlStore:
    """What each method promises stands in the ports. The tables are made where they are missing."""

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        """``url`` is SQLAlchemy's. Connects to nothing yet. Raises :class:`StoreDown` for a URL whose driver is not
        installed."""
        try:
            self._engine = _engine(url)
        except ModuleNotFoundError as error:
            name = "patchwarden[postgresql]" if error.name == "psycopg" else error.name
            raise StoreDown(f"the database's driver is not installed: pip install '{name}'") from error
        except (ArgumentError, OSError) as error:
            raise StoreDown(f"the database cannot be used ({type(error).__name__})") from error
        self._clock = clock
        self._ready = False

    def answers(self) -> str:
        """What answers, and which schema it has; nothing is changed. Raises :class:`StoreDown` as :meth:`schema`."""
        had, name = self.schema(), self._engine.dialect.name
        if had == REVISION:
            return f"{name} answers, schema {REVISION}"
        return f"{name} answers, schema {had or 'none'}: the next review makes it {REVISION}, or `patchwarden migrate`"

    def schema(self) -> str:
        """The revision that the database has, ``""`` for none. Raises :class:`StoreDown`, also for one that a newer
        version has made."""
        with self._told("the database does not answer"), self._engine.connect() as connection:
            return schema.found(connection)

    def why(self, down: StoreDown) -> str:
        """For whoever sits at this machine: the path of an SQLite file and what is wrong with it; of others, whose
        words may hold an address, what they mean. ``""`` where nobody knows."""
        error = down.__cause__
        if not isinstance(error, DBAPIError):
            return ""
        if self._engine.dialect.name != "sqlite":
            return refusals.meaning(str(error.orig))
        return f"{self._engine.url.database}: {error.orig}"

    def migrate(self) -> str:
        """Brings the tables to what this version wants, keeps what is there, and returns the revision that the database
        had. Raises :class:`StoreDown`."""
        with self._told("the database does not answer"):
            return self._make_ready()

    def record(
        self,
        review: Review,
        seconds: Mapping[str, float],
        *,
        posted: int,
        closed: int,
        requests: int,
        code: Mapping[Span, Lines] = MappingProxyType({}),
    ) -> None:
        ref = review.change.ref
        row = ReviewRow(
            host=ref.host,
            repository=ref.repository,
            number=ref.number,
            head=review.change.head,
            verdict=review.verdict.value,
            defects=len(review.defects),
            observations=len(review.observations),
            files_examined=review.files_examined,
            files_total=review.files_total,
            published_at=datetime.fromtimestamp(self._now(), UTC),
            seconds={stage: round(value, 4) for stage, value in seconds.items()},
            posted=posted,
            closed=closed,
            requests=requests,
            change=keeping.key_of(review),
            at=self._now(),
            took=round(sum(seconds.values()) * 1000),
        )
        with self.session("the review was not recorded") as session:
            session.add(row)
            session.flush()
            keeping.keep(session, review, code, row.id, row.at)

    def ended(self, change: str, *, merged: bool) -> None:
        with self.session("the end of the change was not kept") as session:
            keeping.end(session, change, State.MERGED if merged else State.CLOSED)

    def forget(self, before: int) -> int:
        with self.session("old reviews were not forgotten") as session:
            return keeping.forget(session, before)

    def latest(self, ref: ChangeRef) -> Recorded | None:
        newest = (
            select(ReviewRow)
            .filter_by(host=ref.host, repository=ref.repository, number=ref.number)
            .order_by(ReviewRow.id.desc())
            .limit(1)
        )
        with self.session("the history cannot be read") as session:
            row = session.scalar(newest)
            return None if row is None else _recorded(ref, row)

    def decisions(self, scope: str) -> Sequence[Decision]:
        with self.session("the decisions cannot be read") as session:
            return decisions.standing(session, scope)

    def decide(self, scope: str, repository: str, made: Iterable[Decision]) -> None:
        with self.session("the decisions were not kept") as session:
            decisions.add(session, scope, repository, made)

    def revoke(self, scope: str, fingerprints: Collection[str], *, by: str, at: int, why: str = "") -> None:
        with self.session("the decisions were not taken back") as session:
            decisions.revoke(session, scope, fingerprints, TakenBack(at, by, why))

    def known(self) -> Sequence[Known]:
        with self.session("the decisions cannot be read") as session:
            return decisions.known(session)

    def take_back(self, scope: str, decision: str, *, by: str, at: int, why: str) -> None:
        with self.session("the decision was not taken back") as session:
            decisions.take_back(session, scope, decision, TakenBack(at, by, why))

    def told(self, change: str, scope: str, rules: Mapping[str, str]) -> None:
        with self.session("what people were told was not kept") as session:
            outcomes.tell(session, change, scope, rules, self._now())

    def outcome(
        self,
        change: str,
        *,
        fixed: Collection[str],
        dismissed: Mapping[str, DecisionKind | None],
        votes: Iterable[Vote],
    ) -> None:
        with self.session("what became of the change was not kept") as session:
            outcomes.settle(session, change, fixed, dismissed, votes)

    def judged(self) -> Sequence[Judged]:
        with self.session("what people were told cannot be read") as session:
            return outcomes.judged(session)

    def has_complaints(self) -> bool:
        with self.session("the rules' standings cannot be read") as session:
            return outcomes.has_complaints(session)

    def demoted(self, digests: Mapping[str, str]) -> frozenset[str]:
        with self.session("the rules' standings cannot be read") as session:
            return outcomes.demote_useless(session, digests, self._now())

    def standings(self, digests: Mapping[str, str]) -> Mapping[str, Standing]:
        with self.session("the rules' standings cannot be read") as session:
            return outcomes.meet(session, digests, self._now())

    def promote(self, rule: str, digest: str) -> None:
        with self.session("the rule was not promoted") as session:
            outcomes.promote(session, rule, digest, self._now())

    def demote(self, rule: str, digest: str, *, by: str, why: str) -> None:
        with self.session("the rule was not demoted") as session:
            outcomes.meet(session, {rule: digest}, self._now())
            outcomes.demote(session, Standing(rule, digest, 0, self._now(), by, why))

    def close(self) -> None:
        """Gives the connections back; a process that was forked must open its own."""
        self._engine.dispose()

    def _now(self) -> int:
        return int(self._clock())

    def _make_ready(self) -> str:
        """Raises SQLAlchemy's errors for a database that does not answer."""
        with self._engine.connect() as connection:
            had = schema.found(connection)
            is_ready = had == REVISION and schema.is_whole(connection)
        if not is_ready:
            fault = f"the tables cannot be brought to schema {REVISION}: `patchwarden migrate` as a user who may"
            with self._told(fault):
                had = schema.upgrade(self._engine)
        self._ready = True
        return had

    @contextmanager
    def session(self, fault: str) -> Iterator[Session]:
        """A transaction, committed at the end. Raises :class:`StoreDown` with ``fault``, a clause for people."""
        with self._told(fault):
            if not self._ready:
                self._make_ready()
            with Session(self._engine) as session, session.begin():
                yield session

    @contextmanager
    def _told(self, fault: str) -> Iterator[None]:
        """An error of the database as :class:`StoreDown`, with its kind: its own words may hold an address."""
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreDown(f"{fault} ({type(error).__name__})") from error


def _recorded(ref: ChangeRef, row: ReviewRow) -> Recorded:
    at = row.published_at
    return Recorded(
        ref=ref,
        head=row.head,
        verdict=row.verdict,
        defects=row.defects,
        observations=row.observations,
        files_examined=row.files_examined,
        files_total=row.files_total,
        published_at=at if at.tzinfo else at.replace(tzinfo=UTC),  # SQLite keeps no zone
        seconds=row.seconds,
        posted=row.posted,
        closed=row.closed,
        requests=row.requests,
    )


_ATTEMPTS = 100
"""To open a new database that another process makes, 0.1 s apart."""


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def write_ahead(connection: sqlite3.Connection, _: object) -> None:
        """Readers do not wait for the one writer (SQLite's documentation on WAL).

        Who changes the mode while another process does so is refused at once, whatever the timeout is.
        """
        for attempt in range(_ATTEMPTS):
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                break
            except sqlite3.OperationalError:
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(0.1)
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine
