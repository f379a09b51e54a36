"""What those who run the service met."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.hosts.base import Delivery, Ignored
from bot.hosts.github import GitHubSettings
from bot.hosts.github.events import GitHubEvents
from bot.store.sql import SqlStore
from tests.contract.github_rig import GitHubRig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.fakes.github import FakeGitHub
from tests.unit.render import samples

SECRET = "a-long-random-text-1234"


def test_a_table_of_an_older_version_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.db'}"
    made = samples.two_defects()
    SqlStore(url).record(made, {"checks": 1.0}, posted=1, closed=0, requests=3)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE reviews DROP COLUMN requests"))
    engine.dispose()
    again = SqlStore(url)
    again.record(made, {"checks": 1.0}, posted=1, closed=0, requests=3)
    assert again.latest(made.change.ref) is not None


def test_a_sweep_at_rest_asks_once_for_a_repository(tmp_path: Path) -> None:
    with FakeGitHub() as fake:
        rig = GitHubRig(fake, tmp_path)
        host = rig.host()
        for _ in range(6):
            Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}).publish()
        assert list(host.unreviewed()) == []
        before = len(fake.requests)
        assert list(host.unreviewed()) == []
        asked = [request.path for request in fake.requests[before:] if request.path.startswith("/repos/")]
        assert len(asked) <= 1, asked


def test_a_merge_group_gets_its_check_run() -> None:
    group = {
        "head_sha": "a" * 40,
        "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-" + "b" * 40,
        "base_sha": "b" * 40,
        "base_ref": "refs/heads/main",
        "head_commit": {"id": "a" * 40, "message": "Merge pull request #7"},
    }
    body = json.dumps(
        {
            "action": "checks_requested",
            "merge_group": group,
            "repository": {"id": 42, "full_name": "octo/app", "default_branch": "main", "private": False},
            "installation": {"id": 1},
            "sender": {"login": "github-merge-queue[bot]", "type": "Bot"},
        }
    ).encode()
    headers = {
        "X-GitHub-Event": "merge_group",
        "X-GitHub-Delivery": str(uuid.UUID(int=7)),
        "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(),
    }
    settings = GitHubSettings(
        base_url="https://api.example.org", app_id="1", private_key="x", webhook_secret=SECRET, marker_key=b"k"
    )
    assert not isinstance(GitHubEvents(settings).parse(Delivery(headers, body)), Ignored)
