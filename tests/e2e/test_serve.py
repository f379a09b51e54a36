"""`patchwarden serve` when its parts are killed, when it is killed itself, and when it cannot start."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import requests
from redis.exceptions import RedisError

from bot.broker import connect, worker_lives
from tests import waits
from workers import local_redis, serving
from workers.processes import leash, services
from workers.serving_pages import RulePages

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0
PARTS = ("redis", "worker", "beat", "web")
MARKS = {"redis": "-server", "worker": " worker ", "beat": "workers.beat", "web": "gunicorn"}
"""What stands in the command line of each part."""


class Serve:
    """A `patchwarden serve` of its own: nothing outside ``home`` is shared with another."""

    def __init__(self, home: Path, **more: str) -> None:
        home.mkdir(exist_ok=True)
        self.state = home / "state"
        self._said = home / "said"
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(home),
            "PYTHONPATH": str(ROOT),
            "PATCHWARDEN_STATE_DIR": str(self.state),
            "PATCHWARDEN_CACHE_DIR": str(home / "cache"),
            "PATCHWARDEN_LISTEN": "127.0.0.1:0",
            "PATCHWARDEN_RULE_PAGES": str(home),
        }
        with self._said.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workers.cli.main", "serve"], env=environ | more, stderr=output
            )

    @property
    def log(self) -> str:
        return self._said.read_text()

    @property
    def said(self) -> list[str]:
        lines = self.log.splitlines()
        return [line.removeprefix("patchwarden: ") for line in lines if line.startswith("patchwarden: ")]

    @property
    def url(self) -> str:
        (line,) = [line for line in self.said if line.startswith("ready: ")]
        return line.removeprefix("ready: ")

    def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not condition():
            assert self.process.poll() is None, self._said.read_text()
            assert time.monotonic() < end, self._said.read_text()
            time.sleep(0.02)

    def ready(self) -> bool:
        return any(line.startswith("ready: ") for line in self.said)

    def all_of(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def part(self, name: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        (found,) = [child for child in children if MARKS[name] in " ".join(child.cmdline()) + " "]
        return found

    def healthy(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def redis_answers(self) -> bool:
        try:
            with connect(f"redis+socket://{local_redis.socket_path(self.state)}") as redis:
                return worker_lives(redis) or bool(redis.ping())
        except RedisError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=40)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started = Serve(tmp_path / "home")
    try:
        started.until(started.ready)
        yield started
    finally:
        started.process.send_signal(signal.SIGTERM)
        started.process.wait(timeout=40)


def test_each_part_that_is_killed_comes_back_and_nothing_outlives_a_killed_serve(serve: Serve) -> None:
    assert "no host is set up, so every delivery is refused: `patchwarden doctor` says what to set" in serve.said
    as_root = [line for line in serve.log.splitlines() if "as root" in line or "privileges" in line or "--uid" in line]
    assert (
        as_root
        == ["patchwarden: runs as root, and needs nothing of root: an account of its own is safer"][: os.geteuid() == 0]
    )
    for name in PARTS:
        before = serve.part(name)
        others = {other: serve.part(other).pid for other in PARTS if other != name}
        before.kill()
        serve.until(lambda: f"{name} is started again" in serve.said)  # noqa: B023 - asked at once
        assert serve.part(name).pid != before.pid
        assert {other: serve.part(other).pid for other in others} == others, "the others went on"
        assert name == "web" or serve.healthy()
    serve.until(lambda: serve.healthy() and serve.redis_answers())
    serve.until(lambda: len(serve.part("worker").children()) > 0 and len(serve.part("web").children()) > 0)
    left = serve.all_of()
    assert len(left) >= len(PARTS) + 2

    serve.process.kill()

    _, alive = psutil.wait_procs(left, timeout=PATIENCE)
    assert not [process.cmdline() for process in alive]


def test_it_shows_the_rules_pages_that_it_writes_itself(tmp_path: Path) -> None:
    shown = Serve(tmp_path / "home", PATCHWARDEN_RULE_PAGES="")
    try:
        shown.until(shown.ready)
        address = f"{shown.url}/rules"
        assert f"rules: {address}/all" in shown.said
        folder = shown.state / "rule-pages"
        shown.until((folder / "style.css").exists, 90)  # beside busy neighbours; its own time is some 5 s of CPU
        assert requests.get(f"{address}/all", timeout=5).status_code == 200
        page = requests.get(f"{address}/python.subprocess.shell-injection", timeout=5)
        assert (page.status_code, "How to fix it" in page.text) == (200, True)
        shown.until(lambda: len(psutil.Process(shown.process.pid).children()) == len(PARTS))
        assert not [line for line in shown.said if line.startswith("writing")]
    finally:
        shown.stop()


def test_pages_that_cannot_be_written_are_told_once_and_hold_up_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "rule-pages").mkdir()
    (tmp_path / "rule-pages" / "all.html").mkdir()
    with RulePages(tmp_path, {"PATH": os.environ["PATH"]}, said.append) as pages:
        assert pages.environ["PATCHWARDEN_RULE_PAGES"] == str(tmp_path / "rule-pages")
        pages.begin()
        end = time.monotonic() + 60
        while not said and time.monotonic() < end:
            pages.tend()
            time.sleep(0.05)
        pages.tend()
    (line,) = said
    assert re.fullmatch(r"writing the rules' pages ended with 1: .*cannot write to \S+rule-pages.*", line, re.DOTALL)


def test_who_names_a_folder_of_pages_sees_to_it(tmp_path: Path) -> None:
    environ = {"PATCHWARDEN_RULE_PAGES": "/srv/pages"}
    with RulePages(tmp_path, environ, print) as pages:
        assert pages.environ == environ
        pages.begin()
        pages.tend()
    assert not [*tmp_path.iterdir()]


def test_a_second_one_is_told_and_disturbs_nothing(serve: Serve, tmp_path: Path) -> None:
    second = Serve(tmp_path / "second", PATCHWARDEN_STATE_DIR=str(serve.state))
    assert second.process.wait(timeout=PATIENCE) == 2
    assert re.fullmatch(
        rf"`patchwarden serve` runs in \S+/state already \(process {serve.process.pid}\): stop it, or set \S+",
        second.said[-1],
    )
    assert serve.healthy()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "PATCHWARDEN_CACHE_DIR",
            "{tmp}/file/cache",
            "cannot write to {tmp}/file/cache: Not a directory; set PATCHWARDEN_CACHE_DIR",
        ),
        ("PATH", "", "no Redis: set REDIS_URL"),
        (
            "DATABASE_URL",
            "postgresql://user:secret@127.0.0.1:9/nothing",
            "the database does not answer (OperationalError): nothing listens at its address; is DATABASE_URL right",
        ),
        (
            "REDIS_URL",
            "redis://:secret@127.0.0.1:9/0",
            "Redis does not answer (ConnectionError): is REDIS_URL right, and it up?",
        ),
    ],
)
def test_what_cannot_work_is_said_before_anything_starts(
    name: str,
    value: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("workers.local_redis.find_spec", lambda name: None)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PATCHWARDEN_LISTEN": "127.0.0.1:0"}
    environ |= {"PATCHWARDEN_SECRET": "a deployment secret of the test"}
    before = set(psutil.Process().children(recursive=True))
    assert serving.main(environ | {name: value.format(tmp=tmp_path)}) == 2
    said_lines = capsys.readouterr().err.splitlines()
    assert said.format(tmp=tmp_path) in said_lines[-1]
    assert "secret" not in said_lines[-1]
    assert not [line for line in said_lines if "starting" in line]
    assert set(psutil.Process().children(recursive=True)) == before


def _tended(part: services.Service) -> str:
    """What people hear of a part that ends soon."""
    heard: list[str] = []

    def hear() -> bool:
        heard.append(part.tend())
        return bool(heard[-1])

    waits.until(hear, "the end of a part")
    return heard[-1]


def test_a_part_that_ends_again_and_again_is_started_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("workers.processes.services.time.monotonic", lambda: now[0])
    part = services.Service("part", ["/bin/sh", "-c", "exit 3"], env={}, cwd=tmp_path)
    pauses = []
    for _ in range(9):
        said = _tended(part)
        assert re.fullmatch(r"part ended with 3, and is started again in (\d+) s", said)
        pauses.append(int(said.split()[-2]))
        now[0] += pauses[-1] - 0.01
        assert not part.tend()
        now[0] += 0.02
        assert part.tend() == "part is started again"
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    now[0] += 61
    said = _tended(part)
    assert "again in 1 s" in said
    part.stop(patience=5)


def test_a_part_that_cannot_be_started_again_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its log cannot be opened, as on a full disk; the other parts go on meanwhile."""
    now = [0.0]
    monkeypatch.setattr("workers.processes.services.time.monotonic", lambda: now[0])
    (tmp_path / "logs").mkdir()
    log = tmp_path / "logs" / "part.log"
    part = services.Service("part", ["/bin/sh", "-c", "echo why; exit 3"], env={}, cwd=tmp_path, log=log)
    said = _tended(part)
    assert said == "part ended with 3, and is started again in 1 s: why"
    log.unlink()
    log.parent.rmdir()
    for pause in (2, 4):
        now[0] += pause / 2
        assert (
            part.tend() == f"part cannot be started ({log}: No such file or directory), and is tried again in {pause} s"
        )
        assert not part.tend()
    log.parent.mkdir()
    now[0] += 4
    assert part.tend() == "part is started again"
    part.stop(patience=5)


@pytest.mark.skipif(not leash.kernel_helps(), reason="only Linux has it")
def test_who_was_left_before_it_asked_to_end_with_its_parent_ends() -> None:
    parent = os.getpid()
    code = "import sys; from workers.processes import leash; leash.die_with_parent(int(sys.argv[1])); sys.exit(7)"
    for asked_for, ended in ((parent, 7), (1 << 22, 1)):
        argv = [sys.executable, "-c", code, str(asked_for)]
        assert subprocess.run(argv, cwd=ROOT, check=False).returncode == ended


@pytest.mark.parametrize("helps", [True, False], ids=["by the kernel", "by a pipe"])
def test_a_part_ends_with_whoever_started_it(helps: bool, tmp_path: Path) -> None:
    """The starter is killed, and cannot see to anything."""
    if helps and not leash.kernel_helps():
        pytest.skip("only Linux has it")
    script = (
        "import sys, time; from pathlib import Path; from workers.processes import leash, services\n"
        f"leash.kernel_helps = lambda: {helps}\n"
        "part = services.Service('part', ['/bin/sleep', '60'], env={}, cwd=Path.cwd())\n"
        "print(part.pid, flush=True); time.sleep(60)"
    )
    environ = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environ, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as starter:
        part = psutil.Process(int(waits.first_line(starter.stdout)))
        waits.until(
            lambda: "sleep" in "".join(process.name() for process in (part, *part.children())), "the part's program"
        )
        all_of_it = [part, *part.children()]
        starter.kill()
    _, alive = psutil.wait_procs(all_of_it, timeout=5)
    assert not alive
