"""Each secret of a deployment has a canary; after a review of the whole stack each sings only where it may be."""

from __future__ import annotations

import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from redis import Redis

from bot.broker import connect
from bot.model import ChangeRef
from bot.settings import Settings
from tests import waits
from tests.demo import desk
from tests.fakes.github.server import FakeGitHub
from tests.fakes.repository import Repository
from workers.embedded import Embedded, Parts

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
NAME = "octo/canary"
LEAKED = "AKIA" + "QYLPMN5HCANARY7Z"  # an AWS access key, in the change itself
FILES = {"app.py": "import flask\n\napp = flask.Flask(__name__)\n"}
FLAW = (
    FILES["app.py"] + f'\nKEY = "{LEAKED}"\n\n\n@app.route("/x")\ndef x():\n    import os\n\n'
    '    os.system("ls " + flask.request.args["dir"])\n    return ""\n'
)
OURS = {
    "worker": "celery -A workers.entry",
    "beat": "celery -A workers.beat",
    "web": "gunicorn",
    "redis": "-server",
    "metrics": "workers.metrics",
}
MAY_KNOW = {
    "marker": {"worker"},
    "webhook": {"worker", "web"},
    "private key": {"worker"},
    "gerrit's webhook": {"worker", "web"},
    "gerrit's password": {"worker"},
    "page of figures": {"metrics"},
}
"""In whose environment each may stand."""


def forms(secret: str) -> list[bytes]:
    """As it is, and as a log, an address or a header may hold it."""
    written = {secret, quote(secret, safe=""), repr(secret)[1:-1], b64encode(secret.encode()).decode().rstrip("=")}
    return [one.encode() for one in written]


class Watch:
    """Looks at the command lines and environments of all processes below this one, again and again."""

    def __init__(self, canaries: dict[str, str]) -> None:
        self._wanted = {name: forms(secret) for name, secret in canaries.items()}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.in_argv: set[str] = set()
        self.in_environ: set[tuple[str, str]] = set()
        """A canary and a program."""
        self.programs: set[str] = set()

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        waits.ended(self._thread)

    def _look(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.01):
            for child in me.children(recursive=True):
                place = Path("/proc") / str(child.pid)
                try:
                    argv, environ = (place / "cmdline").read_bytes(), (place / "environ").read_bytes()
                    same = argv == (place / "cmdline").read_bytes()
                except OSError:
                    continue
                if same and argv:
                    self._note(argv, environ)

    def _note(self, argv: bytes, environ: bytes) -> None:
        line = argv.replace(b"\0", b" ").decode("utf-8", "replace")
        if "leash.py" in line:
            return  # it is about to become what it starts
        line = line.replace("--quiet ", "")
        program = next((name for name, mark in OURS.items() if mark in line), Path(line.split(" ")[0]).name)
        self.programs.add(program)
        for name, written in self._wanted.items():
            if any(one in argv for one in written):
                self.in_argv.add(name)
            if any(one in environ for one in written):
                self.in_environ.add((name, program))


def in_files(folder: Path, canaries: dict[str, str]) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            yield from (
                (name, str(path.relative_to(folder)))
                for name, secret in canaries.items()
                if any(one in content for one in forms(secret))
            )


def in_redis(redis: Redis, canaries: dict[str, str]) -> Iterator[tuple[str, str]]:
    readers: dict[object, Callable[[bytes], Any]] = {
        b"string": lambda key: [redis.get(key)],
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"hash": lambda key: [part for pair in dict(redis.hgetall(key)).items() for part in pair],
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1),
        b"none": lambda key: [],  # it has gone meanwhile
    }
    for key in redis.scan_iter():
        whole = key + b"".join(filter(None, readers[redis.type(key)](key)))
        yield from (
            (name, key.decode()) for name, secret in canaries.items() if any(one in whole for one in forms(secret))
        )


def test_each_secret_stands_only_where_it_is_needed(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    (tmp_path / "tmp").mkdir()
    with FakeGitHub() as github:
        repository = Repository(tmp_path / "remote" / "canary.git")
        repository.commit("main", FILES)
        repository.commit("topic", {"app.py": FLAW})
        github.add_repository(NAME, repository)
        number = github.open_pull(NAME, "topic").number
        environ = desk.environ(github, tmp_path) | {
            "TMPDIR": str(tmp_path / "tmp"),
            "PATCHWARDEN_SECRET": "canary of the marker's secret",
            "PATCHWARDEN_GERRIT_URL": "http://127.0.0.1:9",
            "PATCHWARDEN_GERRIT_USERNAME": "warden",
            "PATCHWARDEN_GERRIT_PASSWORD": "canary-of-gerrits-password",
            "PATCHWARDEN_GERRIT_WEBHOOK_SECRET": "canary-of-gerrits-webhook",
            "PATCHWARDEN_METRICS_LISTEN": "127.0.0.1:0",
            "PATCHWARDEN_METRICS_TOKEN": "canary-of-the-page-of-figures",
            "AWS_SECRET_ACCESS_KEY": "canary-of-the-operators-shell",
        }
        canaries = {
            "marker": environ["PATCHWARDEN_SECRET"],
            "webhook": github.app.webhook_secret,
            "private key": github.app.private_key.splitlines()[5],
            "gerrit's password": environ["PATCHWARDEN_GERRIT_PASSWORD"],
            "gerrit's webhook": environ["PATCHWARDEN_GERRIT_WEBHOOK_SECRET"],
            "page of figures": environ["PATCHWARDEN_METRICS_TOKEN"],
            "the operator's own": environ["AWS_SECRET_ACCESS_KEY"],
            "leaked": LEAKED,
        }
        settings = Settings.from_environ(environ)
        with Watch(canaries) as watch, Embedded(settings, environ, parts=Parts(), log_dir=logs) as stack:
            at = desk.Desk(stack, ChangeRef("github", NAME, number), logs, github)
            at.review(github.deliver.pull_request("opened", NAME, number), lambda _: None)
            with connect(stack.settings.redis_url) as redis:
                found_in_redis = list(in_redis(redis, canaries))
        canaries |= {f"token {place}": token for place, token in enumerate(github.state.tokens)}
        hosted = github.state.repository(NAME)
        said = [one.body for one in hosted.review_comments.values()]
        said += [one.body for one in hosted.issue_comments.values()]
        said += [str(run) for run in hosted.check_runs.values()]

    assert any("shell" in text for text in said), "the review found what stands there"
    assert len([name for name in canaries if name.startswith("token")]) > 0
    assert watch.programs >= set(OURS), watch.programs
    assert not watch.in_argv
    assert watch.in_environ == {(name, program) for name, programs in MAY_KNOW.items() for program in programs}
    assert found_in_redis == []
    assert [name for name, secret in canaries.items() for text in said if secret in text] == []
    for name in ("logs", "state", "tmp", "cache"):
        assert list(in_files(tmp_path / name, canaries)) == [], name
