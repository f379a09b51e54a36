"""The operator's page of the whole stack, after one review on the fake GitHub."""

from __future__ import annotations

from pathlib import Path

import requests

from bot.model import ChangeRef
from bot.settings import Settings
from tests.demo import desk
from tests.fakes.github.server import FakeGitHub
from tests.fakes.repository import Repository
from tests.unit.stack.test_metrics import figures
from workers.embedded import Embedded

NAME = "octo/counted"
TOKEN = "a token of the test, long enough"
FLAW = "import os\n\nimport flask\n\n\ndef x():\n    os.system('ls ' + flask.request.args['dir'])\n"


def test_a_review_is_on_the_page(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    with FakeGitHub() as github:
        repository = Repository(tmp_path / "remote" / "app.git")
        repository.commit("main", {"app.py": "import flask\n"})
        repository.commit("topic", {"app.py": FLAW})
        github.add_repository(NAME, repository)
        number = github.open_pull(NAME, "topic").number
        environ = desk.environ(github, tmp_path) | {
            "PATCHWARDEN_METRICS_LISTEN": "127.0.0.1:0",
            "PATCHWARDEN_METRICS_TOKEN": TOKEN,
        }
        with Embedded(Settings.from_environ(environ), environ, log_dir=logs) as stack:
            at = desk.Desk(stack, ChangeRef("github", NAME, number), logs, github)
            at.review(github.deliver.pull_request("opened", NAME, number), lambda _: None)
            url = f"http://{stack.settings.metrics_listen}/metrics"
            stranger = requests.get(url, timeout=10).status_code
            public = requests.get(f"{stack.url}/metrics", timeout=10).status_code

            def read() -> dict[str, float]:
                answer = requests.get(url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10)
                return figures(answer.content)

            stack.until(
                lambda: read().get("patchwarden_jobs_total{outcome=reviewed}", 0) == 1, "the job is not counted"
            )
            found = read()
            names = [service.name for service in stack.services]

    assert (stranger, public) == (401, 404)
    assert "metrics" in names
    assert found["patchwarden_deliveries_total{host=github,status=202}"] == 1
    assert found["patchwarden_reviews_total{host=github,verdict=defects}"] == 1
    assert found["patchwarden_stage_seconds_count{stage=checks}"] == 1
    assert found["patchwarden_stage_seconds_sum{stage=checks}"] > 0
    assert found["patchwarden_host_requests_total{host=github}"] > 5
    assert [name for name in found if name.startswith("patchwarden_host_requests_left{account=github")]
    assert found["patchwarden_engine_cache_total{result=miss}"] > 0
    assert found["patchwarden_queue_jobs{kind=review,state=waiting}"] == 0
    assert found["patchwarden_parked_changes{}"] == 0
    assert (found["patchwarden_redis_up{}"], found["patchwarden_workers{}"], found["patchwarden_database_up{}"]) == (
        (1, 1, 1)
    )
