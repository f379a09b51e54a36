"""The action's script as GitHub runs it: an event, a clone of a pull request's merge, and the files to write into."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.hosts import ci
from tests.checkout import BASE, FLAW, Checkout

SCRIPT = Path(__file__).parents[2] / "deploy/action/review.sh"
pytestmark = pytest.mark.slow


@dataclass
class Run:
    code: int
    said: str
    outputs: dict[str, str]
    summary: str


@dataclass
class Actions:
    """A pull request on an origin, and what the runner has around a clone of it."""

    origin: Checkout
    room: Path

    def clone(self, ref: str, *options: str) -> Path:
        place = self.room / "work"
        url = f"file://{self.origin.path}/.git"
        for command in (
            ["git", "init", "-q", str(place)],
            ["git", "-C", str(place), "remote", "add", "origin", url],
            ["git", "-C", str(place), "fetch", "-q", "--no-tags", *options, "origin", f"+{ref}:refs/remotes/pull/1"],
            ["git", "-C", str(place), "checkout", "-q", "--detach", "refs/remotes/pull/1"],
        ):
            subprocess.run(command, check=True, capture_output=True)
        return place

    def run(self, place: Path, **more: str) -> Run:
        base, head = (self.origin.git("rev-parse", name).strip() for name in ("main", "topic"))
        pull = {"base": {"sha": base, "ref": "main"}, "head": {"sha": head, "ref": "topic"}}
        event = self.room / "event.json"
        event.write_text(json.dumps({"pull_request": pull, "repository": {"default_branch": "main"}}))
        output, summary = self.room / "output", self.room / "summary"
        flags = {flag for system in ci.systems() for flag in system.flags}
        environment = {
            **{name: value for name, value in os.environ.items() if name not in flags},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_BASE_REF": "main",
            "GITHUB_WORKSPACE": str(place),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(self.room),
            "PATCHWARDEN_CACHE_DIR": str(self.room / "cache"),
            "PATCHWARDEN_ACTION_INSTALL": "false",
            "PATCHWARDEN_ACTION_SOURCE": str(SCRIPT.parents[2]),
            **more,
        }
        done = subprocess.run(["bash", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)
        written = dict(line.split("=", 1) for line in output.read_text().splitlines()) if output.exists() else {}
        return Run(done.returncode, done.stdout + done.stderr, written, summary.read_text() if summary.exists() else "")


@pytest.fixture
def actions(tmp_path: Path) -> Actions:
    origin = Checkout(tmp_path / "origin", BASE)
    for number in range(3):
        origin.write({f"old{number}.py": FLAW.replace("ping", f"old{number}")})
        origin.commit()
    origin.git("checkout", "-q", "-b", "topic")
    origin.write({"new.py": FLAW, "::error::.py": "x = 1\n"})
    origin.commit()
    origin.git("checkout", "-q", "main")
    origin.write({"README.md": "# The target went on\n"})
    origin.commit()
    origin.git("checkout", "-q", "--detach")
    origin.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
    origin.git("update-ref", "refs/pull/1/merge", "HEAD")
    origin.git("checkout", "-q", "main")
    return Actions(origin, tmp_path)


def results(run: Run) -> set[str]:
    (analysis,) = json.loads(Path(run.outputs["sarif"]).read_text())["runs"]
    places = (result["locations"][0]["physicalLocation"] for result in analysis["results"])
    return {place["artifactLocation"]["uri"] for place in places}


def test_a_clone_of_depth_1_is_reviewed_and_only_the_change_is_told(actions: Actions) -> None:
    """As actions/checkout makes it: one commit, the merge that GitHub made."""
    run = actions.run(actions.clone("refs/pull/1/merge", "--depth=1"), PATCHWARDEN_ACTION_FAIL_ON="high")
    assert (run.code, run.outputs["exit-code"]) == (0, "1"), run.said
    assert results(run) == {"new.py"}
    assert "new.py" in run.summary
    lines = run.said.splitlines()
    stop = next(line for line in lines if line.startswith("::stop-commands::"))
    token = stop.removeprefix("::stop-commands::")
    assert lines.index(f"::{token}::") > lines.index(stop) + 1, "what the change says stands between the two"


def test_a_shallow_clone_of_the_head_alone_gets_its_history(actions: Actions) -> None:
    run = actions.run(actions.clone("topic", "--depth=1"), PATCHWARDEN_ACTION_FAIL_ON="never")
    assert (run.code, run.outputs["exit-code"]) == (0, "0"), run.said
    assert results(run) == {"new.py"}


def test_a_clone_whose_history_cannot_be_fetched_says_what_to_do(actions: Actions) -> None:
    place = actions.clone("topic", "--depth=1")
    subprocess.run(["git", "-C", str(place), "remote", "set-url", "origin", "/nowhere"], check=True)
    run = actions.run(place)
    assert run.code == 2
    assert "::error title=Patchwarden::the clone is shallow" in run.said
    assert "fetch-depth: 0" in run.said
    assert run.outputs == {}


def test_a_job_without_a_checkout_says_what_to_do(actions: Actions) -> None:
    empty = actions.room / "empty"
    empty.mkdir()
    run = actions.run(empty)
    assert (run.code, "put actions/checkout before this step" in run.said) == (2, True)
