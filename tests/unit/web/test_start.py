"""What gunicorn loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SECRETS = {
    "PATCHWARDEN_SECRET": "a deployment secret of the test",
    "PATCHWARDEN_GITHUB_TOKEN": "the token",
    "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
}


def load(module: str, environ: dict[str, str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
    script = f"import {module}, sys; print(*sorted(sys.modules))"
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)} | environ
    return subprocess.run([sys.executable, "-c", script], env=given, capture_output=True, text=True, check=False)


def test_the_web_server_starts_without_redis_and_loads_no_worker_engine_or_client(tmp_path: Path) -> None:
    done = load("bot.web.wsgi", SECRETS | {"REDIS_URL": "redis://127.0.0.1:9"}, tmp_path)

    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"workers", "semgrep", "github", "gerrit"}


@pytest.mark.parametrize(
    ("module", "environ", "said"),
    [
        ("bot.web.wsgi", {}, "REDIS_URL: not set"),
        ("workers.entry", {"REDIS_URL": "redis://h", "PORT": "x"}, "PATCHWARDEN_SECRET: not set"),
    ],
)
def test_settings_that_cannot_be_used_end_the_process_with_a_word(
    module: str, environ: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = load(module, environ, tmp_path)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
