"""The whole stack on a PostgreSQL, as an operator sees it after one review on the fake GitHub."""

from __future__ import annotations

from pathlib import Path

import requests
from click.testing import CliRunner

from bot.model import ChangeRef
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.store.tables import REVISION
from tests.demo import desk
from tests.fakes.github.server import FakeGitHub
from tests.fakes.repository import Repository
from tests.unit.stack.test_metrics import figures
from workers.cli import main as cli
from workers.embedded import Embedded

NAME = "octo/counted"
TOKEN = "a token of the test, long enough"
FLAW = "import os\n\nimport flask\n\n\ndef x():\n    os.system('ls ' + flask.request.args['dir'])\n"


def test_a_review_is_on_the_page_and_in_the_database(tmp_path: Path, postgres_url: str) -> None:
    migrated = CliRunner().invoke(cli.main, ["migrate"], env={"DATABASE_URL": postgres_url})
    assert migrated.output == f"schema none → {REVISION}\n"
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
            "DATABASE_URL": postgres_url,
        }
        with Embedded(Settings.from_environ(environ), environ, log_dir=logs) as stack:
            at = desk.Desk(stack, ChangeRef("github", NAME, number), logs, github)
            at.review(github.deliver.pull_request("opened", NAME, number), lambda _: None)
            url = f"http://{stack.settings.metrics_listen}/metrics"
            stranger = requests.get(url, timeout=10).status_code
            ready = requests.get(f"{stack.url}/readyz", timeout=10).json()
            public = requests.get(f"{stack.url}/metrics", timeout=10).status_code

            def read() -> dict[str, float]:
                answer = requests.get(url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10)
                return figures(answer.content)

            stack.until(
                lambda: read().get("patchwarden_jobs_total{outcome=reviewed}", 0) == 1, "the job is not counted"
            )
            found = read()
            names = [service.name for service in stack.services]

    store = SqlStore(postgres_url)
    kept = store.latest(ChangeRef("github", NAME, number))
    store.close()
    assert kept is not None
    assert (kept.verdict, kept.defects) == ("defects", 1)
    assert ready["parts"]["database"]["detail"] == f"postgresql answers, schema {REVISION}"
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
