"""What a worker says of its database, and what the web server makes of it."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from bot.broker import connect, told_database, worker_lives
from bot.web.settings import WebSettings
from bot.web.wiring import from_settings
from workers.health import Health, _impatient


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


def test_a_database_that_does_not_answer_keeps_the_worker_for_seconds() -> None:
    assert "connect_timeout=3" in _impatient("postgresql+psycopg://me:pass%2Fword@h/db?sslmode=require")
    assert "pass%2Fword" in _impatient("postgresql+psycopg://me:pass%2Fword@h/db?sslmode=require")
    assert _impatient("sqlite:////x.db") == "sqlite:////x.db"
