"""``patchwarden policy``: mistakes with file and line, and what holds for a path."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.policy import schema
from workers.cli.main import main


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True, env=env)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["policy", *args])


def test_without_a_file_the_defaults_hold(checkout: Path) -> None:
    found = run("check")
    assert (found.exit_code, found.output) == (0, "There is no .patchwarden.yml here: the defaults hold.\n")


def test_every_mistake_of_every_policy_file_is_a_line(checkout: Path) -> None:
    write(
        checkout, {".patchwarden.yml": "tests: full\n\ncomment-limit: many\n", "pay/.patchwarden.yml": "exclude: [a]\n"}
    )
    write(checkout, {"web/.patchwarden.yml": "tests: full\n", "bad/.patchwarden.yml": "\n["})
    found = run("check")
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        ".patchwarden.yml:3",
        "bad/.patchwarden.yml:2",
        "pay/.patchwarden.yml:1",
    ]
    assert "`comment-limit` is `many`; it must be a whole number" in lines[0]


def test_named_files_are_checked_alone_also_from_below(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        checkout, {".patchwarden.yml": "tests: full\n", "pay/.patchwarden.yml": "exclude: [a]\n", "other.yml": "x: 1\n"}
    )
    monkeypatch.chdir(checkout / "pay")
    assert run("check", "../.patchwarden.yml").output == ".patchwarden.yml: no mistakes.\n"
    assert run("check", "../other.yml").output.startswith("other.yml:1: unknown setting `x`")
    assert run("check", ".patchwarden.yml").output.startswith("pay/.patchwarden.yml:1: `exclude` may not stand here")
    assert run("check", "gone.yml").exit_code == 2


def test_outside_of_a_repository_the_file_of_the_folder_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, {".patchwarden.yml": "tests: none\n"})
    assert run("check").output.startswith(".patchwarden.yml:1: `tests` is `none`")


def test_what_holds_for_a_path(checkout: Path) -> None:
    write(checkout, {".patchwarden.yml": "severity: {python.flask.*: low}\nminimum-severity: medium\n"})
    write(checkout, {"pay/.patchwarden.yml": "minimum-severity: low\n", "web/.patchwarden.yml": "tests: full\n"})
    found = run("explain", "pay/a.py", "--rule", "python.flask.debug-mode")
    assert found.exit_code == 0
    lines = [line.strip() for line in found.output.splitlines()]
    assert lines[0] == "pay/a.py, by .patchwarden.yml, pay/.patchwarden.yml in the working tree"
    assert "minimum-severity: medium (replaced)  [.patchwarden.yml:2]" in lines
    assert "minimum-severity: low  [pay/.patchwarden.yml:1]" in lines
    assert lines[-2].endswith("is told here, as low")
    assert lines[-1] == "severity:         python.flask.*: low  [.patchwarden.yml:1]"


def test_a_rule_that_is_not_told(checkout: Path) -> None:
    write(checkout, {".patchwarden.yml": "disable-rules: [python.flask.*]\n"})
    found = run("explain", "a.py", "--rule", "python.flask.debug-mode")
    assert (
        "is not told here: its rule is disabled\n  disable-rules:    python.flask.*  [.patchwarden.yml:1]"
        in found.output
    )


def test_an_unknown_rule_is_answered_with_the_nearest(checkout: Path) -> None:
    found = run("explain", "a.py", "--rule", "python.flask.debug")
    assert found.exit_code == 1
    assert "did you mean python.flask.debug-mode?" in found.output


@pytest.mark.usefixtures("checkout")
def test_a_rule_of_ones_own_is_not_said_to_be_none() -> None:
    found = run("explain", "a.py", "--rule", "own.no-eval")
    assert found.exit_code == 1
    assert "only those that ship are known here" in found.output


@pytest.mark.parametrize("rule", ["guards.query-weakened", "secrets.assigned-value", "reported.bandit.B602"])
def test_a_rule_of_a_check_is_explained(checkout: Path, rule: str) -> None:
    write(checkout, {".patchwarden.yml": f"disable-rules: [{rule}]\n"})
    found = run("explain", "a.py", "--rule", rule)
    assert found.exit_code == 0
    assert f"disable-rules:    {rule}  [.patchwarden.yml:1]" in found.output


@pytest.mark.parametrize(
    ("policy", "path", "said"),
    [
        ("", "a.py", ["told here, as grave as the report says"]),
        ("severity: {'reported.bandit.*': high}\n", "a.py", ["told here, as high"]),
        ("exclude: [a.py]\n", "a.py", ["not told here: the path is not reviewed at all"]),
        (
            "minimum-severity: medium\n",
            "a.py",
            [
                "not told here: it is below the minimum severity (low)",
                "told here, as grave as the report says (medium or high)",
            ],
        ),
        (
            "areas: [secrets, logging]\n",
            "a.py",
            [
                "told here, as grave as the report says (about logging or secrets)",
                "not told here: its area is not told (about anything else)",
            ],
        ),
    ],
)
def test_of_another_scanners_rule_no_severity_is_supposed(
    checkout: Path, policy: str, path: str, said: list[str]
) -> None:
    write(checkout, {".patchwarden.yml": policy})
    found = run("explain", path, "--rule", "reported.bandit.B602")
    head, _, answers = found.output.partition("reported.bandit.B602: ")
    assert head.startswith(path)
    first, *lines = answers.splitlines()
    assert first.startswith("the scanner's report says how grave a finding is")
    assert [line.strip() for line in lines if line.startswith("  ") and not line.startswith("    ")] == said


def test_a_broken_file_is_said_and_the_others_explain(checkout: Path) -> None:
    write(checkout, {".patchwarden.yml": "[", "pay/.patchwarden.yml": "tests: full\n"})
    found = run("explain", "pay/a.py")
    assert "nothing of it holds: .patchwarden.yml, line 1" in found.output
    assert "tests:            full  [pay/.patchwarden.yml:1]" in found.output


def test_the_schema_is_printed() -> None:
    assert run("schema").output == schema.text()


def test_one_area_that_is_none_costs_the_list_and_is_said_to(checkout: Path) -> None:
    write(checkout, {".patchwarden.yml": "areas: [secrets, foo]\n"})
    found = run("check")
    assert "`areas[2]` is `foo`; it must be one of licensing," in found.output
    assert found.output.rstrip().endswith("All of `areas` is left out")


def test_a_rule_that_nobody_has_is_a_mistake(checkout: Path) -> None:
    write(
        checkout,
        {
            ".patchwarden.yml": "severity: {guards.authentication-remove: low, 'guards.*': low}\n"
            "disable-rules: [python.sql.injecton, 'pyhton.*', 'python.*', own.mine, reported.x.y, '*']\n"
            "paths:\n  - match: ['**']\n    disable-rules: [python.sql.injection, zz]\n",
        },
    )
    found = run("check")
    told = [line.removeprefix(".patchwarden.yml:").replace("no rule fits ", "") for line in found.output.splitlines()]
    assert told == [
        "2: `python.sql.injecton` in `disable-rules`; did you mean `python.sql.injection`?",
        "2: `pyhton.*` in `disable-rules`; `patchwarden rules list` has all",
        "1: `guards.authentication-remove` in `severity`; did you mean `guards.authentication-removed`?",
        "5: `zz` in `disable-rules`; `patchwarden rules list` has all",
    ]
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        ("vendor", "; is `vendor/` meant?"),
        ("*.js", "; is `**/*.js` meant?"),
        ("inner", "; is `**/inner/` meant?"),
        ("./vendor/**", ": paths begin at the folder of the policy file, without `./`"),
        ("/vendor/", ": paths begin at the folder of the policy file, without `/`"),
        ("!vendor/", ": nothing is taken back by `!`"),
        ("vendor\\**", ": folders are divided by `/`"),
        ("*.{js,ts}", ": write a pattern for each of the alternatives"),
        ("build/**", ""),
        ("vendor/", None),
        ("**/*.js", None),
        ("vendor/?.js", None),
    ],
)
def test_a_pattern_that_fits_no_file_is_noted_with_what_may_be_meant(
    checkout: Path, pattern: str, remedy: str | None
) -> None:
    """A mistake it is not: the files may come later."""
    write(checkout, {"vendor/a.js": "1", "deep/inner/b.txt": "1", ".patchwarden.yml": f"\nexclude: ['{pattern}']\n"})
    write(checkout, {"vendor/.patchwarden.yml": "paths: [{match: ['*.js'], tests: full}]\n"})
    found = run("check")
    notes = [] if remedy is None else [f".patchwarden.yml:2: note: `{pattern}` in `exclude` fits no file here{remedy}"]
    said = ".patchwarden.yml, vendor/.patchwarden.yml: no mistakes."
    assert (found.exit_code, found.output.splitlines()) == (0, [*notes, said])


@pytest.mark.parametrize("name", [".patchwarden.yaml", "pay/patchwarden.yml"])
def test_a_policy_file_under_another_name_is_told(checkout: Path, name: str) -> None:
    write(checkout, {name: "tests: full\n"})
    found = run("check")
    assert found.exit_code == 1
    assert found.output.splitlines()[0] == f"{name}: nobody reads a file of this name; call it .patchwarden.yml"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_of_another_encoding_is_told_so(checkout: Path, encoding: str) -> None:
    """As a shell of Windows writes it with `>`."""
    (checkout / ".patchwarden.yml").write_bytes("tests: full\n".encode(encoding))
    found = run("check")
    said = ".patchwarden.yml:1: it is not written in UTF-8 (but in UTF-16, say): save it in UTF-8\n"
    assert (found.exit_code, found.output) == (1, said)
