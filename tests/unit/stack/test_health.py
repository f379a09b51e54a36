"""What a worker says of its database, and what the web server makes of it."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url

from bot.broker import connect, told_database, worker_lives
from bot.store import StoreDown
from bot.store.sql import SqlStore
from bot.store.tables import REVISION
from bot.turnstile import LOST_AFTER
from bot.web.settings import WebSettings
from bot.web.wiring import from_settings
from workers import health
from workers.health import Health


def web(redis_url: str) -> FlaskClient:
    return from_settings(WebSettings.from_environ({"REDIS_URL": redis_url})).test_client()


def test_readiness_is_what_the_worker_says(redis_url: str, tmp_path: Path) -> None:
    client = web(redis_url)
    nobody = client.get("/readyz")
    assert nobody.status_code == 200
    assert nobody.get_json()["parts"]["worker"]["detail"] == "none seen in the last minute"
    with connect(redis_url) as redis:
        Health(redis, f"sqlite:///{tmp_path}/history.db").tell()
        assert worker_lives(redis)
        fine = client.get("/readyz")
        Health(redis, "postgresql+psycopg://127.0.0.1:9/none").tell()
        down = client.get("/readyz")
        assert told_database(redis) == (False, "the database does not answer (OperationalError)")

    assert fine.status_code == 200
    assert fine.get_json()["parts"]["database"]["detail"].startswith("sqlite answers")
    assert down.status_code == 503
    assert down.get_json()["parts"]["database"] == {"ok": False, "detail": "DatabaseDown"}


def test_a_database_that_takes_the_connection_and_says_nothing_is_given_up(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked in the worker's main process, which is taken for dead when it waits."""
    monkeypatch.setattr(health, "DATABASE_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent, connect(redis_url) as redis:
        start = time.monotonic()
        Health(redis, f"postgresql+psycopg://127.0.0.1:{silent.getsockname()[1]}/none").tell()
        assert time.monotonic() - start < 2
        assert told_database(redis) == (False, "the database does not answer within 0.5 s")
    assert health.DATABASE_SECONDS * 2 < LOST_AFTER


def test_the_sign_of_life_uses_the_address_as_it_stands_and_makes_no_tables(redis_url: str, postgres_url: str) -> None:
    """With the operator's own options: these forbid every change."""
    options = {"options": "-c default_transaction_read_only=on -c application_name=patchwarden"}
    url = make_url(postgres_url).update_query_dict(options).render_as_string(hide_password=False)
    with connect(redis_url) as redis:
        Health(redis, url).tell()
        assert told_database(redis) == (
            True,
            f"postgresql answers, schema none: the next review makes it {REVISION}, or `patchwarden migrate`",
        )
    store = SqlStore(url)
    with pytest.raises(StoreDown, match="cannot be brought to schema"):
        store.migrate()
    store.close()
