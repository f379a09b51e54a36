"""The webhooks plugin's own delivery, from a push to the review that stands on the change.

No registry has the plugin: PATCHWARDEN_TEST_GERRIT_WEBHOOKS may name its jar. Without it these tests are skipped.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.model import ChangeRef
from bot.settings import Settings
from bot.store.sql import SqlStore
from tests.contract.gerrit_rig import GerritRig, operator_environ, real_gerrit_rig
from tests.demo import scene
from tests.gerrit.real_server import Project, RealGerrit
from workers.embedded import Embedded, Parts

pytestmark = pytest.mark.real_gerrit

_SECRET = "the-end-of-the-address-of-this-run"
_PATIENCE = 240.0


@pytest.fixture
def delivering(real_gerrit: RealGerrit) -> RealGerrit:
    if not real_gerrit.delivers:
        pytest.skip("no webhooks plugin: PATCHWARDEN_TEST_GERRIT_WEBHOOKS names no jar")
    return real_gerrit


@contextmanager
def stack(rig: GerritRig, directory: Path) -> Iterator[Embedded]:
    """Web server, worker and Redis for this Gerrit; the project's plugin posts to it."""
    environ = operator_environ(rig, directory, _SECRET)
    settings = Settings.from_environ(environ)
    with Embedded(settings, environ, parts=Parts(beat=False), log_dir=directory / "logs") as running:
        project: Any = rig.server
        assert isinstance(project, Project)
        project.deliver_to(f"{running.url}/webhooks/gerrit/{_SECRET}")
        yield running


def eventually(condition: Callable[[], object], running: Embedded, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        running.watch()
        assert time.monotonic() < end, "".join(part.read_text() for part in sorted(log.parent.iterdir()))
        time.sleep(0.1)


def requests_of(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines() if '"request"' in line and "webhooks" in line]


def test_everything_that_happens_to_a_change_reaches_us_and_its_reviews_stand(
    delivering: RealGerrit, tmp_path: Path
) -> None:
    web = tmp_path / "logs" / "web.log"
    with real_gerrit_rig(delivering, tmp_path) as rig, stack(rig, tmp_path) as running:
        store = SqlStore(running.settings.database_url)

        def heads(ref: ChangeRef) -> str:
            recorded = store.latest(ref)
            return recorded.head if recorded else ""

        def heard(reason: str) -> bool:
            return any(one.get("reason") == reason for one in requests_of(web))

        ref = rig.open_change(scene.BASE, scene.HEAD)
        first = rig.host().change(ref).head
        eventually(lambda: heads(ref) == first, running, web)
        assert {one.path for one in rig.comments(ref)} >= {"ledger/views.py", "static/page.js"}
        second = rig.push(ref, {"ledger/views.py": scene.BASE["ledger/views.py"]})
        eventually(lambda: heads(ref) == second, running, web)
        assert all(one.closed for one in rig.comments(ref) if one.path == "ledger/views.py")
        rig.talk(ref, "/patchwarden review")
        at = f"/changes/{ref.repository.replace('/', '%2F')}~{ref.number}"
        for verb in ("abandon", "restore", "wip", "ready", "private", "private.delete"):
            delivering.call("POST", f"{at}/{verb}", {}, user="mallory")
        for reason in (
            "patch set created",
            "somebody commented",
            "change abandoned",
            "change restored",
            "work in progress is reviewed on request",
            "work in progress began or ended",
            "change made private or public",
            "the comment is our own",
        ):
            eventually(lambda reason=reason: heard(reason), running, web)  # type: ignore[misc]  # bound in this turn
    assert {one["status"] for one in requests_of(web)} == {200, 204}
    assert _SECRET not in web.read_text()
