"""The stack as `patchwarden serve` starts it: real processes, and none left behind."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from bot.broker import connect
from bot.settings import Settings
from bot.turnstile import waiting
from tests import waits
from workers.embedded import CannotStart, Embedded, Parts
from workers.local_redis import redis_server, socket_path
from workers.processes.services import Service, ServiceEnded

WEBHOOK_SECRET = "a webhook secret of the test"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A GitHub at a port where nobody listens: jobs are put off, and nothing leaves this machine."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PATCHWARDEN_LISTEN": "127.0.0.1:0",
        "PATCHWARDEN_GITHUB_TOKEN": "a-token-7q3z9",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "PATCHWARDEN_GITHUB_URL": "http://127.0.0.1:9",
        "PATCHWARDEN_GITHUB_PACED": "false",
    }


def deliver(url: str) -> requests.Response:
    payload = {
        "action": "opened",
        "number": 7,
        "pull_request": {"number": 7, "head": {"sha": "a" * 40}},
        "repository": {"id": 42, "full_name": "octo/app"},
    }
    body = json.dumps(payload).encode()
    headers = {
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature-256": "sha256=" + hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest(),
    }
    return requests.post(f"{url}/webhooks/github", data=body, headers=headers, timeout=10)


def eventually(condition: Callable[[], object], stack: Embedded) -> None:
    stack.until(lambda: bool(condition()), "it did not happen")


def test_a_delivery_goes_through_all_parts_and_nothing_is_left_running(environ: dict[str, str], tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    progress: list[str] = []
    settings = Settings.from_environ(environ)

    with Embedded(settings, environ, progress=progress.append, log_dir=logs) as stack:
        ready = requests.get(f"{stack.url}/readyz", timeout=10)
        answers = [deliver(stack.url).json()["status"] for _ in range(2)]
        eventually(lambda: "put off" in (logs / "worker.log").read_text(), stack)
        pids = [service.pid for service in stack.services]

    only_redis = Parts(web=False, worker=False, beat=False)
    with Embedded(settings, environ, parts=only_redis) as after, connect(after.settings.redis_url) as redis:
        assert waiting(redis) == 1, "the job that waits for its next try is in the queue again"

    assert ready.json()["parts"]["worker"]["detail"] == "alive"
    assert answers == ["queued", "known"]
    assert progress[:2] == ["starting Redis", "starting worker, beat, web"]
    (put_off,) = [json.loads(line) for line in (logs / "worker.log").read_text().splitlines() if "put off" in line]
    assert put_off["change"] == "github:octo/app#7"
    access = [json.loads(line) for line in (logs / "web.log").read_text().splitlines() if '"request"' in line]
    assert [entry["status"] for entry in access] == [202, 202]
    for text in (path.read_text() for path in logs.iterdir()):
        assert "a-token-7q3z9" not in text
        assert settings.secret not in text
    assert len(pids) == 4
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_redis_was_told_survives_and_a_running_one_is_shared(environ: dict[str, str]) -> None:
    settings = Settings.from_environ(environ)
    only_redis = Parts(web=False, worker=False, beat=False)
    with Embedded(settings, environ, parts=only_redis) as first:
        with connect(first.settings.redis_url) as redis:
            redis.set("told", "before")
        with Embedded(settings, environ, parts=only_redis) as second:
            assert not second.services
            assert second.settings.redis_url == first.settings.redis_url

    with Embedded(settings, environ, parts=only_redis) as again, connect(again.settings.redis_url) as redis:
        assert redis.get("told") == b"before"


def test_serve_ends_by_a_signal_and_says_what_it_does(environ: dict[str, str]) -> None:
    script = "import os, sys; from workers import serving; sys.exit(serving.main(os.environ))"
    environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    with subprocess.Popen([sys.executable, "-c", script], env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = []
        too_late = threading.Timer(120, process.kill)
        too_late.start()
        for line in process.stderr:
            said.append(line)
            if line.startswith("patchwarden: github: deliveries go to http://127.0.0.1:"):
                process.send_signal(signal.SIGTERM)
        too_late.cancel()
        assert process.wait(60) == 0

    ours = [line.removeprefix("patchwarden: ").strip() for line in said if line.startswith("patchwarden: ")]
    assert ours[-1] == "stopped"
    ready, rules = ours[-4:-2]
    assert ready.startswith("ready: http://127.0.0.1:")
    assert rules == f"{ready.replace('ready', 'rules')}/rules/all"


def test_a_part_that_ends_by_itself_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    secret = "gh" + "p_" + "x" * 36
    log = tmp_path / "part.log"
    script = f"import sys; print('cannot bind {secret}'); sys.exit(3)"
    service = Service("part", [sys.executable, "-c", script], env={}, cwd=tmp_path, log=log)
    service.stop(patience=30)

    with pytest.raises(ServiceEnded, match=r"part ended with") as caught:
        service.check()

    assert secret not in str(caught.value)


def test_a_part_that_does_not_listen_is_killed_with_its_children(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    script = "trap '' TERM; sleep 100 & echo started; wait; wait"
    service = Service("part", ["/bin/sh", "-c", script], env={"PATH": os.environ["PATH"]}, cwd=tmp_path, log=log)
    waits.until(log.read_text, "a word of the part")

    service.stop(patience=0.05)

    with pytest.raises(ServiceEnded, match="-9"):
        service.check()


def test_where_no_redis_is_to_be_had_one_line_says_what_to_install(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.local_redis.redis_server", lambda environ: None)

    with (
        pytest.raises(CannotStart, match="apt install redis-server"),
        Embedded(Settings.from_environ(environ), environ),
    ):
        pass


def test_a_redis_on_the_path_comes_first(tmp_path: Path) -> None:
    mine = tmp_path / "redis-server"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)

    assert redis_server({"PATH": str(tmp_path)}) == str(mine)
    wheel = redis_server({"PATH": str(tmp_path / "elsewhere")})
    assert wheel is not None
    assert Path(wheel).name == "valkey-server"


def test_the_socket_s_path_is_short_enough_for_the_system(tmp_path: Path) -> None:
    assert socket_path(Path("/home/me/.local/state/patchwarden")) == Path(
        "/home/me/.local/state/patchwarden/redis.sock"
    )
    deep = tmp_path / ("d" * 120)
    assert len(os.fsencode(socket_path(deep))) < 104
    assert socket_path(deep) == socket_path(deep)
    assert socket_path(deep) != socket_path(deep / "other")
