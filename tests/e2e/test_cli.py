"""``patchwarden review`` as people run it, with the real rules."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from tests.checkout import BASE, FLAW, Checkout, plain_environment
from workers.cli import main as cli
from workers.cli import rulebook
from workers.engine import samples
from workers.engine.scanner import Scanner

TITLE = "Request data becomes part of an SQL statement"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "app", BASE)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    plain_environment(monkeypatch, cache)


def review(checkout: Checkout, *args: str) -> Result:
    return CliRunner().invoke(cli.main, ["review", "--repo", str(checkout.path), *args], catch_exceptions=False)


def test_a_clean_working_tree_is_one_sentence_and_exit_0(checkout: Checkout) -> None:
    result = review(checkout)
    assert result.exit_code == 0
    assert "No security defects" in result.output


def test_a_flaw_in_the_working_tree_is_exit_1_and_named(checkout: Checkout) -> None:
    checkout.write({"app.py": FLAW})
    result = review(checkout)
    assert result.exit_code == 1
    assert "app.py" in result.output
    assert "request.args['host']" in result.output


def test_a_file_that_git_does_not_know_yet_is_part_of_the_change(checkout: Checkout) -> None:
    checkout.write({"new.py": FLAW, ".gitignore": "ignored.py\n", "ignored.py": FLAW})
    document = json.loads(review(checkout, "--format", "json").stdout)
    assert "new.py" in json.dumps(document)
    assert "ignored.py" not in json.dumps(document)


@pytest.mark.parametrize(("threshold", "code"), [("low", 1), ("high", 1), ("never", 0)])
def test_the_threshold_decides_the_exit_code(checkout: Checkout, threshold: str, code: int) -> None:
    checkout.write({"app.py": FLAW})
    assert review(checkout, "--fail-on", threshold).exit_code == code


def test_a_range_is_what_it_is_in_git(checkout: Checkout) -> None:
    checkout.write({"app.py": FLAW})
    checkout.commit()
    checkout.write({"README.md": "# App, documented\n"})
    checkout.commit()
    assert review(checkout, "HEAD~1..HEAD").exit_code == 0
    assert review(checkout, "HEAD~2..HEAD").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere..HEAD"], "`nowhere` is no commit of this repository"),
        (["app.py"], "`app.py` is no commit; for the changes of that path say `-- app.py`"),
        (["--repo", "/nowhere-at-all"], "/nowhere-at-all is no folder"),
    ],
)
def test_what_cannot_be_reviewed_is_exit_2_and_one_line(checkout: Checkout, arguments: list[str], message: str) -> None:
    result = review(checkout, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_folder_without_a_repository_is_exit_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(cli.main, ["review", "--repo", str(tmp_path / "empty")])
    assert result.exit_code == 2
    assert "not a git repository" in result.stderr


def test_a_file_that_does_not_parse_is_exit_2_unless_allowed(checkout: Checkout) -> None:
    checkout.write({"old.py": "import os\nexec 'x'\nos.system(input())\nfrom flask import request\n"})
    result = review(checkout)
    assert result.exit_code == 2
    assert "old.py could not be parsed at line 2" in result.stderr
    assert review(checkout, "--allow-incomplete").exit_code == 0


def test_known_vulnerabilities_are_looked_up_in_the_records_that_are_named(checkout: Checkout, tmp_path: Path) -> None:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]
    affected = [{"package": {"ecosystem": "PyPI", "name": "left"}, "ranges": ranges}]
    record = {"id": "TEST-1", "summary": "It leaks", "affected": affected}
    (tmp_path / "osv.json").write_text(json.dumps(record), encoding="utf-8")
    checkout.write({"requirements.txt": "left==1.9\n"})
    assert review(checkout).exit_code == cli.CLEAN
    found = review(checkout, "--osv", str(tmp_path / "osv.json"))
    assert found.exit_code == cli.DEFECTS
    assert "TEST-1" in found.output


def test_the_policy_is_the_default_branchs(checkout: Checkout) -> None:
    checkout.write({"app.py": FLAW, ".patchwarden.yml": "exclude: ['**']\n"})
    assert review(checkout).exit_code == 1
    checkout.git("checkout", "-q", "--", "app.py")
    checkout.commit()
    checkout.write({"app.py": FLAW})
    assert review(checkout).exit_code == 0


@pytest.mark.parametrize("form", ["markdown", "json", "sarif", "terminal"])
def test_every_format_can_be_written_to_a_file(checkout: Checkout, tmp_path: Path, form: str) -> None:
    checkout.write({"app.py": FLAW})
    output = tmp_path / "report"
    result = review(checkout, "--format", form, "--output", str(output))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "app.py" in output.read_text(encoding="utf-8")


def test_markdown_names_no_command_and_the_way_to_dismiss_that_it_names_works(checkout: Checkout) -> None:
    checkout.write({"app.py": FLAW})
    told = review(checkout, "--format", "markdown").stdout
    assert "/patchwarden" not in told
    assert "under `decisions` in `.patchwarden.yml` on the default branch" in told
    ids = re.findall(r"· id `([0-9a-f]+)`", told)
    assert ids
    checkout.git("checkout", "-q", "--", "app.py")
    decisions = "".join(f"- id: {name}\n  because: it is fine\n" for name in ids)
    checkout.write({".patchwarden.yml": f"decisions:\n{decisions}"})
    checkout.commit()
    checkout.write({"app.py": FLAW})
    assert review(checkout).exit_code == cli.CLEAN


def test_the_same_change_gives_the_same_bytes(checkout: Checkout) -> None:
    checkout.write({"app.py": FLAW})
    assert review(checkout, "--format", "json").stdout == review(checkout, "--no-cache", "--format", "json").stdout


def test_it_runs_as_a_program_and_imports_no_service(checkout: Checkout) -> None:
    """Start-up time is part of the product: a local review needs no Celery, no Flask, no PyGithub."""
    code = (
        "import sys\nfrom workers.cli import main as cli\n"
        f"sys.argv = ['patchwarden', 'review', '--repo', {str(checkout.path)!r}, '--format', 'json']\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    code = end.code\n"
        "heavy = {'celery', 'flask', 'github', 'redis', 'sqlalchemy', 'rich', 'requests'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def rules(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["rules", *args], catch_exceptions=False)


def test_the_rules_are_listed_and_explained() -> None:
    assert "rules. `patchwarden rules show ID` tells all about one." in rules().output
    assert rules("list", "--language", "python").exit_code == 0
    assert "CWE-78" in rules("show", "python.subprocess.shell-injection").output
    unknown = rules("show", "python.subprocess.shell-injektion")
    assert (unknown.exit_code, "near it are" in unknown.stderr) == (1, True)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("guards.query-weakened", "A protection of a query was weakened"),
        ("secrets.assigned-value", "secrets"),
        ("own.sink", "Data from outside reaches"),
    ],
)
def test_an_id_that_a_review_prints_is_known(rule: str, said: str) -> None:
    shown = rules("show", rule)
    words = " ".join(shown.output.split())
    assert (shown.exit_code, said in words, "the check" in words) == (0, True, True)


def test_the_ids_of_checks_are_listed_and_those_of_others_are_told_whose_they_are() -> None:
    listed = {line.split()[0] for line in rules("list").output.splitlines() if line.strip()}
    assert {"guards.query-weakened", "secrets.assigned-value", "guards.authentication-removed"} <= listed
    foreign, own = rules("show", "reported.bandit.B602"), rules("show", "own.no-eval")
    assert "`B602` of another scanner, bandit" in foreign.stderr
    assert "a repository's or an operator's own" in own.stderr
    assert rules("list", "--language", "Python").exit_code == 0


def test_a_listed_rule_is_one_line_for_grep_and_two_on_a_narrow_terminal() -> None:
    (line,) = [line for line in rules("list").output.splitlines() if line.startswith("python.sql.injection ")]
    assert line.split() == ["python.sql.injection", "high", "high", "89", *f"input validation {TITLE}".split()]
    narrow = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=80)
    rulebook.show_all("python", narrow)
    assert f"  python.sql.injection (high, CWE-89)\n    {TITLE}\n" in cast(io.StringIO, narrow.file).getvalue()


def test_one_rules_samples_are_run() -> None:
    assert "marked lines hold" in rules("test", "python.subprocess.shell-injection").output


def test_slow_rules_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FLAW)
    assert "python.subprocess.shell-injection" in rules("profile", str(tmp_path / "a.py")).output


def test_a_new_rule_starts_with_a_skeleton_that_holds(tmp_path: Path) -> None:
    rulebook.new("python.example.call", "input validation", 20, root=tmp_path)
    (sample,) = samples.all_samples(tmp_path)
    assert samples.differences([sample], Scanner(tmp_path)) == []
    with pytest.raises(rulebook.Wrong, match="exists already"):
        rulebook.new("python.example.call", "input validation", 20, root=tmp_path)
    with pytest.raises(rulebook.Wrong, match="is no area"):
        rulebook.new("python.example.other", "inputs", 20, root=tmp_path)


def test_a_new_rule_for_a_format_starts_with_a_sample_at_a_usual_path(tmp_path: Path) -> None:
    rulebook.new("docker.healthcheck-off", "configuration", 16, root=tmp_path)
    (sample,) = samples.all_samples(tmp_path)
    assert (sample.rule, sample.is_for_a_check) == ("configuration.healthcheck-off", True)
    assert sample.path.name == "healthcheck-off.dockerfile"
    assert "# path: Dockerfile" in sample.text
    assert [item.line for item in sample.expectations] == [3, 5]
    with pytest.raises(rulebook.Wrong, match="must begin with one of python"):
        rulebook.new("caddy.listing", "configuration", 16, root=tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("configuration.x", "say which files `configuration.x` is for, e.g. docker.x: its id becomes configuration.x"),
        ("workflows.x", "found by code or by zizmor and has no skeleton: see rules/README.md"),
        ("x", "`x` must begin with one of python, .*, docker, .* and a dot"),
    ],
)
def test_a_new_rule_whose_id_does_not_say_which_files_says_how_to(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(rulebook.Wrong, match=said):
        rulebook.new(name, "configuration", 16, root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_rule_without_a_sample_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "all_samples", lambda: ())
    said = rules("test", "configuration.docker-user-root").output
    assert "has no sample beside docker/configuration/docker-user-root.yaml: write docker-user-root.ENDING" in said


def test_the_list_of_commands_says_each_in_a_whole_sentence() -> None:
    for group in ([], ["rules"], ["queue"]):
        shown = CliRunner().invoke(cli.main, [*group, "--help"]).output.partition("Commands:\n")[2]
        assert [line for line in shown.splitlines() if not line.endswith(".") or line.endswith(("...", "e.g."))] == []


@pytest.mark.parametrize("range_", ["HEAD~1..HEAD", "HEAD~1...HEAD", "HEAD~1"])
def test_what_the_commits_of_a_range_say_is_reviewed(checkout: Checkout, range_: str) -> None:
    key = "AKIA" + "Q7ZX4JWM2KTPRD5V"
    checkout.write({"README.md": "# An app\n"})
    checkout.commit(f"Deploy\n\nWith {key} for now.")
    result = review(checkout, range_)
    assert result.exit_code == 1, result.output
    assert "commit message of " in result.output
    assert key not in result.output


def test_the_commits_below_the_range_are_not_its_own(checkout: Checkout) -> None:
    checkout.write({"README.md": "# An app\n"})
    checkout.commit("Deploy with " + "AKIA" + "Q7ZX4JWM2KTPRD5V")
    checkout.write({"README.md": "# The app\n"})
    checkout.commit("Next")
    assert review(checkout, "HEAD~1..HEAD").exit_code == 0
