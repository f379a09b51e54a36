"""What is noted for the operator's page, by whom, and who may read it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from bot import metrics
from bot.broker import connect
from bot.job import Job
from bot.model import ChangeRef
from bot.parking import Parked, Parking
from bot.settings import Settings, SettingsError
from bot.turnstile import Turnstile
from tests import waits
from workers import environments
from workers.metrics import MetricsSettings, page, server

ROOT = Path(__file__).parents[3]
TOKEN = "a token of the test, long enough"
NOTE = """
import os
from bot import metrics
for slot in {slots!r}:
    if os.fork() == 0:
        metrics.name_process(slot)
        for _ in range(3):
            metrics.ended("reviewed")
        metrics.reviewed("github", "defects", {{"checks": 2.0}}, {{("semgrep", "time"): 2}})
        metrics.asked("github", "github:o", {{"x-ratelimit-remaining": "41", "x-ratelimit-resource": "core"}})
        metrics.looked_up(3, 5)
        metrics.delivered("github", 202)
        os._exit(0)
    os.wait()
"""


def note(folder: Path, *slots: str) -> None:
    """One process after the other notes the same, each in a place below one parent."""
    code, environ = NOTE.format(slots=slots), {**os.environ, metrics.FOLDER: str(folder)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=environ, check=True, timeout=60)


def figures(text: bytes) -> dict[str, float]:
    """Each figure by its name and labels, as they stand on the page."""
    return {
        f"{sample.name}{{{','.join(f'{key}={value}' for key, value in sorted(sample.labels.items()))}}}": sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def settings(redis_url: str, folder: Path | None = None, token: str = "") -> MetricsSettings:
    return MetricsSettings("127.0.0.1:0", token, redis_url, folder)


def test_processes_are_added_up_and_one_that_takes_a_place_goes_on(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    note(tmp_path, "w0", "w1", "w0")
    assert len(list(tmp_path.glob("counter_*.db"))) == 2
    found = figures(page(settings(redis_url, tmp_path), redis))
    assert found["patchwarden_jobs_total{outcome=reviewed}"] == 9
    assert found["patchwarden_reviews_total{host=github,verdict=defects}"] == 3
    assert found["patchwarden_gaps_total{check=semgrep,reason=time}"] == 6
    assert found["patchwarden_stage_seconds_sum{stage=checks}"] == 6
    assert found["patchwarden_stage_seconds_bucket{le=1.0,stage=checks}"] == 0
    assert found["patchwarden_stage_seconds_bucket{le=2.5,stage=checks}"] == 3
    assert found["patchwarden_host_requests_total{host=github}"] == 3
    assert found["patchwarden_host_requests_left{account=github:o,resource=core}"] == 41
    assert found["patchwarden_engine_cache_total{result=hit}"] == 9
    assert found["patchwarden_engine_cache_total{result=miss}"] == 6
    assert found["patchwarden_deliveries_total{host=github,status=202}"] == 3


def test_what_a_parent_that_is_gone_has_left_goes_together(tmp_path: Path) -> None:
    """A sum that loses a part looks like a counter that began anew."""
    note(tmp_path, "w0", "w1")
    first = {path.name for path in tmp_path.iterdir()}
    note(tmp_path, "w0")
    assert first.isdisjoint(path.name for path in tmp_path.iterdir())


def test_each_file_has_its_room_from_the_beginning(tmp_path: Path) -> None:
    note(tmp_path, "w0")
    for path in tmp_path.iterdir():
        assert path.stat().st_blocks * 512 >= 262_144


@pytest.mark.parametrize("folder", ["", "/nowhere/at all"])
def test_without_a_folder_everything_goes_on(folder: str) -> None:
    code = (
        "import sys; from bot import metrics; metrics.ended('reviewed'); metrics.looked_up(1, 2); "
        "print('prometheus_client' in sys.modules)"
    )
    environ = {**os.environ, metrics.FOLDER: folder}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    assert done.stdout == f"{bool(folder)}\n"
    assert done.stderr.count("nothing is counted for /metrics") == bool(folder)


def test_what_waits_is_asked_of_redis(redis: Redis, redis_url: str) -> None:
    seconds, micros = redis.time()
    now = seconds + micros / 1e6
    clock = [now - 100]
    turnstile = Turnstile(redis, lambda: clock[0])
    for number, listens in ((1, False), (2, False), (3, False), (4, True)):
        turnstile.put(Job(ChangeRef("github", "o/a", number), listens=listens), "o")
        clock[0] += 10
    clock[0] = now
    assert turnstile.take("message/1", "worker", 2).turn is not None  # the command
    taken = turnstile.take("message/2", "worker", 2).turn
    assert taken is not None
    Parking(redis).park(Parked(Job(ChangeRef("github", "o/b", 9)), "why"))
    first = figures(page(settings(redis_url), redis))
    turnstile.put_off(taken, "worker", 2, seconds=60, faults=1)
    later = figures(page(settings(redis_url), redis))
    turnstile.take("message/3", "worker", 2)
    turnstile.beat("worker", 2, [], ["message/3"])
    again = figures(page(settings(redis_url), redis))

    jobs = "patchwarden_queue_jobs{{kind={},state={}}}".format
    assert (first[jobs("review", "waiting")], first[jobs("review", "running")]) == (2, 1)
    assert (first[jobs("command", "waiting")], first[jobs("command", "running")]) == (0, 1)
    assert (first[jobs("share", "waiting")], first[jobs("share", "running")]) == (0, 0)
    assert 89 < first["patchwarden_queue_oldest_seconds{kind=review}"] < 95
    assert first["patchwarden_queue_oldest_seconds{kind=command}"] == 0
    assert first["patchwarden_parked_changes{}"] == 1
    assert first["patchwarden_workers{}"] == 1
    assert first["patchwarden_redis_up{}"] == 1
    assert (later[jobs("review", "put off")], later[jobs("review", "running")]) == (1, 0)
    assert 89 < later["patchwarden_queue_oldest_seconds{kind=review}"] < 95
    assert 89 < again["patchwarden_queue_oldest_seconds{kind=review}"] < 95, "what comes back is as old as it is"


def test_a_redis_that_is_gone_is_a_figure(tmp_path: Path) -> None:
    note(tmp_path, "w0")
    with connect("redis://127.0.0.1:9/0") as gone:
        found = figures(page(settings("redis://127.0.0.1:9/0", tmp_path), gone))
    assert found["patchwarden_redis_up{}"] == 0
    assert found["patchwarden_jobs_total{outcome=reviewed}"] == 3
    assert not [name for name in found if name.startswith("patchwarden_queue")]


@contextmanager
def served(chosen: MetricsSettings) -> Iterator[str]:
    with connect(chosen.redis_url) as redis, server(chosen, redis) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{serving.server_port}"
        finally:
            serving.shutdown()
            waits.ended(thread)


def test_who_may_read(redis_url: str) -> None:
    with served(settings(redis_url, token=TOKEN)) as url:
        good = {"Authorization": f"Bearer {TOKEN}"}
        ways: list[tuple[str, dict[str, str], int]] = [
            ("/metrics", {}, 401),
            ("/", {}, 401),
            ("/metrics", {"Authorization": "Bearer another"}, 401),
            ("/metrics", {"Authorization": f"Basic {TOKEN}"}, 401),
            ("/metrics", {"Authorization": "Bearer \xff"}, 401),
            ("/metrics", good, 200),
            ("/metrics/", good, 404),
        ]
        for path, headers, status in ways:
            answer = requests.get(url + path, headers=headers, timeout=5)
            assert answer.status_code == status, (path, headers)
            assert ("patchwarden_redis_up" in answer.text) == (status == 200)
        assert requests.post(f"{url}/metrics", headers=good, timeout=5).status_code == 405
        assert requests.head(f"{url}/metrics", headers=good, timeout=5).text == ""
    with served(settings(redis_url)) as url:
        assert requests.get(f"{url}/metrics", timeout=5).headers["Content-Type"].startswith("text/plain; version=0.0.4")


GIVEN = {"REDIS_URL": "redis://127.0.0.1:9/0", "PATCHWARDEN_SECRET": "a deployment secret of the test"}


@pytest.mark.parametrize(
    ("listen", "token", "wrong"),
    [
        ("127.0.0.1:9464", "", ""),
        ("[::1]:9464", "", ""),
        ("0.0.0.0:9464", TOKEN, ""),
        ("0.0.0.0:9464", "", "can be reached from other machines: set PATCHWARDEN_METRICS_TOKEN"),
        ("*:9464", "", "can be reached from other machines"),
        ("[::]:9464", "", "can be reached from other machines"),
        ("metrics.example.org:9464", "", "can be reached from other machines"),
        ("127.0.0.1:9464", "short", "shorter than 16 characters"),
        ("9464", TOKEN, "is not address:port"),
    ],
)
def test_the_page_is_not_public(listen: str, token: str, wrong: str, tmp_path: Path) -> None:
    environ = GIVEN | {"HOME": str(tmp_path)}
    environ |= {"PATCHWARDEN_METRICS_LISTEN": listen, "PATCHWARDEN_METRICS_TOKEN": token}
    for read in (Settings.from_environ, MetricsSettings.from_environ):
        if wrong:
            with pytest.raises(SettingsError, match=wrong):
                read(environ)
        else:
            read(environ)


def test_nobody_but_the_page_gets_its_token(tmp_path: Path) -> None:
    environ = GIVEN | {
        "HOME": str(tmp_path),
        "PATCHWARDEN_METRICS_LISTEN": "127.0.0.1:9464",
        "PATCHWARDEN_METRICS_TOKEN": TOKEN,
        "PATCHWARDEN_GITHUB_TOKEN": "the token",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
        "DATABASE_URL": "sqlite:///a.db",
    }
    chosen = Settings.from_environ(environ)
    parts = {name: getattr(environments, name)(environ, chosen) for name in ("worker", "web", "metrics", "beat")}
    assert [name for name, given in parts.items() if TOKEN in given.values()] == ["metrics"]
    assert [name for name, given in parts.items() if metrics.FOLDER in given] == ["worker", "web", "metrics"]
    read = MetricsSettings.from_environ(parts["metrics"])
    assert (read.listen, read.token, read.folder) == ("127.0.0.1:9464", TOKEN, chosen.metrics_dir)
    assert not {"DATABASE_URL", "PATCHWARDEN_SECRET", "PATCHWARDEN_GITHUB_TOKEN"} & parts["metrics"].keys()
    assert TOKEN not in repr(read)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("did not end within 5 s", "time"),
        ("does not parse as python", "syntax"),
        ("could not be parsed at line 3", "syntax"),
        ("the change has more than the 1,000 characters that are read", "limit"),
        ("the check failed (KeyError); the log of the worker has the details", "failed"),
        ("the messages of 3 commits were not read", "not read"),
        ("something else", "other"),
    ],
)
def test_reasons_have_a_kind(reason: str, kind: str) -> None:
    assert metrics.gap_kind(reason) == kind
