"""``patchwarden review --add-sarif``: what another scanner says of new lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.checkout import BASE, Checkout, plain_environment
from workers.cli import main as cli


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    plain_environment(monkeypatch, tmp_path / "cache")
    made = Checkout(tmp_path / "app", BASE)
    made.write({"notes.txt": "one\ntwo\n"})
    made.commit()
    made.write({"notes.txt": "one\ntwo\nthree\n"})
    made.commit()
    return made


def review(checkout: Checkout, *args: str) -> Result:
    words = ["review", "--repo", str(checkout.path), "HEAD~1..HEAD", "--format", "json", *args]
    return CliRunner().invoke(cli.main, words, catch_exceptions=False)


def sarif(path: Path, *lines: int, commit: str = "") -> str:
    results = [
        {
            "ruleId": "S1",
            "level": "error",
            "message": {"text": f"Line {line} is bad."},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": "notes.txt"}, "region": {"startLine": line}}}
            ],
        }
        for line in lines
    ]
    run: dict[str, object] = {"tool": {"driver": {"name": "gitleaks"}}, "results": results}
    if commit:
        run["versionControlProvenance"] = [{"repositoryUri": "https://example.org", "revisionId": commit}]
    path.write_text(json.dumps({"version": "2.1.0", "runs": [run]}), encoding="utf-8")
    return str(path)


def test_new_lines_are_told_and_decide_the_exit_code(checkout: Checkout, tmp_path: Path) -> None:
    head = checkout.git("rev-parse", "HEAD").strip()
    found = review(checkout, "--add-sarif", sarif(tmp_path / "a.sarif", 1, 3, commit=head))
    assert found.exit_code == cli.DEFECTS
    (told,) = json.loads(found.stdout)["observations"]
    said = "gitleaks: 2 results, 1 on changed lines, 1 left out (outside the change)."
    assert said in json.loads(found.stdout)["notices"]
    assert f"patchwarden: {said}" in found.stderr
    assert "results" not in review(checkout, "--add-sarif", str(tmp_path / "a.sarif"), "--quiet").stderr
    assert (told["line"], told["findings"][0]["rule"]) == (3, "reported.gitleaks.S1")
    assert told["findings"][0]["message"] == "Reported by gitleaks: Line 3 is bad."


def test_an_awaited_report_that_is_not_given_is_a_gap(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("checkout", "-q", "-B", "work")
    checkout.write({".patchwarden.yml": "reports: [gitleaks]\n"})
    checkout.commit()
    checkout.write({"notes.txt": "one\ntwo\nthree\nfour\n"})
    checkout.git("update-ref", "refs/heads/main", "HEAD")
    checkout.commit()
    found = review(checkout)
    assert found.exit_code == cli.NOT_REVIEWED
    (gap,) = json.loads(found.stdout)["gaps"]
    assert gap["reason"] == "the report of gitleaks for this commit has not come yet: give it with `--add-sarif`"
    assert review(checkout, "--add-sarif", sarif(tmp_path / "a.sarif", 1)).exit_code == cli.CLEAN


def test_the_working_tree_is_of_the_commit_that_is_checked_out(checkout: Checkout, tmp_path: Path) -> None:
    head, before = checkout.git("rev-parse", "HEAD", "HEAD~1").split()
    checkout.write({"notes.txt": "one\ntwo\nthree\nfour\n"})
    checkout.git("add", "notes.txt")
    right, wrong = (sarif(tmp_path / f"{name[:6]}.sarif", 4, commit=name) for name in (head, before))
    for given, code in ((("HEAD",), cli.DEFECTS), (("--staged",), cli.DEFECTS)):
        words = ["review", "--repo", str(checkout.path), *given, "--add-sarif"]
        assert CliRunner().invoke(cli.main, [*words, right]).exit_code == code
        for named in ([wrong], [right, "--add-sarif", wrong]):
            found = CliRunner().invoke(cli.main, [*words, *named])
            assert (found.exit_code, found.stdout) == (cli.NOT_REVIEWED, "")
            assert f"the SARIF is of commit {before[:12]}, and the working tree is at {head[:12]}" in found.stderr


def test_a_file_that_cannot_be_used_is_one_line(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "b.sarif").write_text("{}")
    for name, says in (
        (sarif(tmp_path / "a.sarif", 3, commit="b" * 40), "the SARIF is of commit bbbbbbbbbbbb, and"),
        (str(tmp_path / "b.sarif"), "no SARIF 2.1.0"),
    ):
        found = review(checkout, "--add-sarif", name)
        assert (found.exit_code, found.stdout) == (cli.NOT_REVIEWED, "")
        assert says in found.stderr
        assert len(found.stderr.strip().splitlines()) <= 2
