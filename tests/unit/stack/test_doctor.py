"""What ``patchwarden doctor`` says of good and of broken parts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from redis import Redis

from bot.hosts.base import Diagnosis, unreached
from bot.settings import Settings, SettingsError
from workers.cli import doctor, migrate


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}


def lines(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What was printed, by subject; a remedy belongs to the line before it."""
    said = capsys.readouterr().out.replace("\n      ", " → ").splitlines()
    return {line[6:].partition(":")[0]: line for line in said}


def test_the_embedded_stack_without_a_host(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(environ) == 1

    said = lines(capsys)
    assert said["settings"].startswith(
        "FAULT settings: no host is set up → `patchwarden setup github` or `patchwarden setup gerrit` does it; "
        "by hand set PATCHWARDEN_GITHUB_TOKEN"
    )
    for part in ("git", "engine", "redis", "database"):
        assert said[part].startswith("ok   "), said[part]


def test_settings_that_cannot_be_used(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(environ | {"PORT": "x", "PATCHWARDEN_LOG_LEVEL": "loud"}) == 1

    assert set(lines(capsys)) == {"PORT", "PATCHWARDEN_LOG_LEVEL"}


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's scan takes seconds and is tried above."""
    monkeypatch.setattr(doctor, "_engine", lambda: Diagnosis("engine", True, "not tried"))


@pytest.mark.usefixtures("without_engine")
def test_parts_that_do_not_answer(environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    password = "the password"
    environ |= {
        "REDIS_URL": f"redis://:{password}@127.0.0.1:9/0",
        "DATABASE_URL": f"sqlite:///{tmp_path}",
        "PATCHWARDEN_SECRET": "a deployment secret of the test",
        "PATCHWARDEN_GITHUB_TOKEN": "the token",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
        "PATCHWARDEN_GITHUB_URL": "http://127.0.0.1:9",
        "PATCHWARDEN_GITHUB_PACED": "false",
    }

    assert doctor.main(environ) == 1

    said = lines(capsys)
    assert "does not answer" in said["redis"]
    assert "is REDIS_URL right" in said["redis"]
    assert "is DATABASE_URL right" in said["database"]
    assert "settings" in said
    assert "it cannot be reached: nothing listens there" in said["github"]
    assert "→ is http://127.0.0.1:9 its API's address" in said["github"]
    assert sum(line.startswith("FAULT") for line in said.values()) >= 3
    assert password not in str(said)


@pytest.mark.usefixtures("without_engine")
def test_a_redis_that_may_throw_jobs_away(environ: dict[str, str], redis_url: str, redis: Redis) -> None:
    environ |= {"REDIS_URL": redis_url, "PATCHWARDEN_SECRET": "a deployment secret of the test"}
    settings = Settings.from_environ(environ)

    def redis_part() -> Diagnosis:
        return next(item for item in doctor.diagnose(settings, environ) if item.subject == "redis")

    assert redis_part().ok
    redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert "noeviction" in redis_part().remedy
    finally:
        redis.config_set("maxmemory-policy", "noeviction")


@pytest.mark.usefixtures("without_engine")
def test_a_database_whose_driver_is_missing(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    settings = Settings.from_environ(environ | {"DATABASE_URL": "postgres://me@127.0.0.1:9/app"})

    (part,) = [item for item in doctor.diagnose(settings, environ) if item.subject == "database"]

    assert not part.ok
    assert "patchwarden[postgresql]" in part.detail


def test_a_folder_that_cannot_be_made_is_the_cause_that_is_told(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as told:
        Settings.from_environ(environ | {"PATCHWARDEN_STATE_DIR": "/proc/x"})
    assert [problem.name for problem in told.value.problems] == ["PATCHWARDEN_STATE_DIR"]
    assert "cannot make the folder /proc/x: " in str(told.value)


def test_a_file_that_is_no_database_is_told_with_its_path(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no database, but more than a few words of text\n" * 40)
    assert migrate.main(environ | {"DATABASE_URL": f"sqlite:///{text}"}, check=True) == 2
    assert f"{text}: file is not a database" in capsys.readouterr().err


def test_the_innermost_error_says_why_a_host_is_not_reached() -> None:
    inner = ConnectionRefusedError(111, "Connection refused")
    assert "nothing listens there" in unreached(RuntimeError(OSError(inner)))
    assert unreached(RuntimeError("what nobody knows")) == ""
