"""``patchwarden queue``: what failed is listed, and tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from bot.job import Job
from bot.model import ChangeRef
from bot.parking import Parked, Parking
from bot.turnstile import waiting
from workers.cli.main import main

JOB = Job(ChangeRef("github", "octo/app", 7))
OTHER = replace(JOB, ref=ChangeRef("gerrit", "tools/app", 8))
Run = Callable[..., Result]


@pytest.fixture
def run(redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("PATCHWARDEN_SECRET", "0123456789abcdef")
    monkeypatch.setenv("PATCHWARDEN_STATE_DIR", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(main, ["queue", *arguments])


@pytest.fixture
def parking(redis: Redis) -> Parking:
    return Parking(redis, lambda: 1_700_000_000.0)


def test_nothing_failed(run: Run) -> None:
    result = run("failed")
    assert (result.exit_code, result.output) == (0, "Nothing waits for another try.\n")


def test_what_failed_is_a_table(run: Run, parking: Parking) -> None:
    parking.park(Parked(JOB, "GitHub answered 451"))
    parking.park(Parked(OTHER, "evil\x1b[31m\nwords " + "x" * 500))
    parking.park(Parked(OTHER, "evil\x1b[31m\nwords " + "x" * 500))

    result = run("failed")

    assert result.exit_code == 1
    heading, *rows, empty, remedy = result.output.splitlines()
    assert heading.split() == ["change", "since", "tries", "next", "try", "why"]
    (mine,) = [row for row in rows if "octo" in row]
    assert " ".join(mine.split()) == "github:octo/app#7 2023-11-14 22:13 1 2023-11-14 23:13 GitHub answered 451"
    (other,) = [row for row in rows if "tools" in row]
    assert other.startswith("gerrit:tools/app#8")
    assert "2023-11-15 00:13" in other
    assert "\x1b" not in result.output
    assert "[U+001B]" in other
    assert (empty, "queue retry" in remedy) == ("", True)


@pytest.mark.parametrize(
    ("arguments", "queued"),
    [(("github:octo/app#7",), 1), (("--all",), 2), (("github:octo/app#7", "gerrit:tools/app#8"), 2)],
)
def test_what_is_tried_again_is_queued_and_waits_until_it_is_reviewed(
    run: Run, parking: Parking, redis: Redis, arguments: tuple[str, ...], queued: int
) -> None:
    for job in (JOB, OTHER):
        parking.park(Parked(job, "no"))

    result = run("retry", *arguments)

    assert result.exit_code == 0, result.output
    assert result.output.count("is queued") == queued
    assert waiting(redis) == queued
    assert len(parking.all()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name changes, or say --all"),
        (("--all", "github:octo/app#7"), "name changes, or say --all"),
        (("github:octo/app#9",), "not among those that wait: github:octo/app#9"),
    ],
)
@pytest.mark.parametrize("command", ["retry", "forget"])
def test_what_cannot_be_meant_is_said(
    run: Run, parking: Parking, command: str, arguments: tuple[str, ...], said: str
) -> None:
    parking.park(Parked(JOB, "no"))
    result = run(command, *arguments)
    assert result.exit_code == 2
    assert len(parking.all()) == 1
    assert said in result.output


def test_what_is_forgotten_is_listed_no_more(run: Run, parking: Parking, redis: Redis) -> None:
    for job in (JOB, OTHER):
        parking.park(Parked(job, "no"))

    result = run("forget", "github:octo/app#7")

    assert (result.exit_code, result.output) == (0, "github:octo/app#7 is forgotten\n")
    assert [one.job.ref for one in parking.all()] == [OTHER.ref]
    assert run("forget", "--all").exit_code == 0
    assert (parking.all(), waiting(redis)) == ((), 0)


@pytest.mark.parametrize("arguments", [("failed",), ("retry", "--all"), ("forget", "--all")])
def test_a_redis_that_is_not_there_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis+socket://{tmp_path}/none.sock")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Redis does not answer (ConnectionError): set REDIS_URL" in result.output
