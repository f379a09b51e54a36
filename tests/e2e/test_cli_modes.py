"""What ``patchwarden review`` can be asked for: the index, some paths, a patch, everything."""

from __future__ import annotations

import hashlib
import json
import os
import re
import select
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests import waits
from tests.checkout import BASE, FLAW, Checkout, plain_environment
from workers.cli import completing
from workers.cli import main as cli
from workers.engine import samples
from workers.manual import rule_pages


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "app", BASE)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    plain_environment(monkeypatch, cache)
    monkeypatch.delenv("COLUMNS", raising=False)


def review(checkout: Checkout, *args: str, stdin: str | None = None) -> Result:
    runner = CliRunner()
    return runner.invoke(cli.main, ["review", "--repo", str(checkout.path), *args], input=stdin, catch_exceptions=False)


def paths(result: Result) -> set[str]:
    return {item["path"] for item in json.loads(result.stdout)["observations"]}


def stored(checkout: Checkout) -> dict[str, str]:
    """Every file of the repository's own folder."""
    files = (path for path in (checkout.path / ".git").rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_staged_is_the_index_and_nothing_is_written_into_the_repository(checkout: Checkout) -> None:
    checkout.write({"staged.py": FLAW, "app.py": FLAW})
    checkout.git("config", "core.splitIndex", "true")
    checkout.git("add", "staged.py")
    before = stored(checkout)
    assert paths(review(checkout, "--staged", "--format", "json")) == {"staged.py"}
    assert paths(review(checkout, "--format", "json")) == {"staged.py", "app.py"}
    assert stored(checkout) == before


def test_staged_before_the_first_commit_is_everything_in_the_index(tmp_path: Path) -> None:
    made = Checkout.__new__(Checkout)
    made.path = tmp_path / "new"
    made.path.mkdir()
    made.git("init", "-q", "-b", "main")
    made.write({"app.py": FLAW})
    made.git("add", "app.py")
    assert review(made, "--staged").exit_code == cli.DEFECTS
    assert review(made, "-q", "--all").exit_code == cli.DEFECTS


def test_what_git_commit_names_is_what_its_hook_reviews(checkout: Checkout) -> None:
    """``git commit PATH`` and ``git commit -a`` have an index of their own while the hook runs."""
    program = Path(sys.executable).with_name("patchwarden")
    hook = checkout.path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {program} review --staged\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    checkout.write({"app.py": FLAW})
    with pytest.raises(subprocess.CalledProcessError) as refused:
        checkout.git("commit", "-q", "-a", "-m", "flaw")
    assert b"request.args['host']" in refused.value.stdout + refused.value.stderr


def test_a_conflict_in_the_index_is_named(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "-b", "other")
    checkout.write({"README.md": "# One\n"})
    checkout.commit()
    checkout.git("checkout", "-q", "main")
    checkout.write({"README.md": "# Two\n"})
    checkout.commit()
    with pytest.raises(subprocess.CalledProcessError):
        checkout.git("merge", "other")
    result = review(checkout, "--staged")
    assert result.exit_code == 2
    assert "README.md: the index holds a conflict; resolve it and `git add` the file" in result.stderr


def test_paths_are_those_of_the_folder_and_the_rest_is_counted(checkout: Checkout) -> None:
    checkout.write({"src/a.py": FLAW, "other/b.py": FLAW, "src/[x].py": FLAW})
    result = review(checkout, "--format", "json", "--", "src/")
    assert paths(result) == {"src/a.py", "src/[x].py"}
    assert json.loads(result.stdout)["notices"] == [
        "Only `src/` was asked for: 1 changed file elsewhere was not looked at."
    ]
    two = review(checkout, "--format", "json", "--", "src/", "no/**")
    assert json.loads(two.stdout)["notices"][0].startswith("Only `src/` and `no/**` were asked for: ")
    inside = CliRunner().invoke(
        cli.main, ["review", "--repo", str(checkout.path / "src"), "--format", "json", "--", "[x].py", "../other/*.py"]
    )
    assert paths(inside) == {"src/[x].py", "other/b.py"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--", "scr/"), "`scr/` is no file and no folder of this repository"),
        (("--", "../elsewhere"), "`../elsewhere` is outside of the repository"),
        (("--staged", "main"), "RANGE and --staged exclude each other"),
        (("--diff", "-", "--all"), "--diff and --all exclude each other"),
        (("--diff", "none.patch"), "none.patch: No such file or directory"),
        (("--baseline", "x.json"), "--baseline belongs to --all"),
        (("--all", "--update-baseline"), "--update-baseline needs --baseline FILE"),
        (("--all", "--baseline", "none.json"), "none.json: no such file; write it with `--update-baseline`"),
        (("--all", "--baseline", __file__), "this is no baseline ("),
    ],
)
def test_bad_input_names_the_place_and_the_remedy(checkout: Checkout, arguments: tuple[str, ...], said: str) -> None:
    result = review(checkout, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_patch_tells_what_it_can_and_the_ledger_what_it_cannot(checkout: Checkout, tmp_path: Path) -> None:
    filler = "".join(f"def f{number}():\n    return {number}\n\n\n" for number in range(20))
    start = "import os\n\nfrom flask import request\n\n\n"
    flawed = "def ping():\n    if True:\n        os.system('ping ' + request.args['host'])\n    return 'pong'\n"
    checkout.write({"long.py": start + filler + flawed.replace("os.system", "print")})
    checkout.commit()
    checkout.write({"long.py": start + filler + flawed, "new.py": FLAW})
    checkout.git("add", "--all")
    patch = checkout.git("diff", "--cached", "HEAD")
    outside = tmp_path / "no-repository"
    outside.mkdir()
    result = CliRunner().invoke(
        cli.main, ["review", "--repo", str(outside), "--diff", "-", "--format", "json"], input=patch
    )
    assert result.exit_code == cli.DEFECTS, result.output
    document = json.loads(result.stdout)
    assert {(item["path"], item["line"]) for item in document["observations"]} == {("long.py", None), ("new.py", 7)}
    gaps = {gap["path"]: gap["reason"] for gap in document["gaps"] if gap["path"]}
    assert gaps == {
        "long.py": "only the lines in the hunks of the patch are known: the rest of the file was not looked at"
    }


def test_a_patch_is_never_clean_over_what_it_does_not_show(checkout: Checkout) -> None:
    checkout.write({"app.py": BASE["app.py"].replace("pong", "ping")})
    patch = checkout.git("diff")
    result = review(checkout, "--diff", "-", stdin=patch)
    assert (result.exit_code, "app.py (patch: only the lines in the hunks" in result.stdout) == (2, True)
    assert "`git diff -U30`" in " ".join(result.stdout.split())
    assert review(checkout, "--diff", "-", "--allow-incomplete", stdin=patch).exit_code == 0
    assert review(checkout, "--diff", "-", stdin="").exit_code == 0


def test_an_audit_tells_old_flaws_less_those_of_the_baseline(checkout: Checkout, tmp_path: Path) -> None:
    checkout.write({"app.py": FLAW, "gone.py": FLAW.replace("ping", "pung")})
    checkout.commit()
    baseline = str(tmp_path / "baseline.json")
    written = review(checkout, "--all", "--baseline", baseline, "--update-baseline")
    assert (written.exit_code, "2 findings written" in written.stderr) == (0, True)
    (checkout.path / "gone.py").unlink()
    checkout.write({"app.py": "\n\n" + FLAW, "new.py": FLAW.replace("ping", "pong")})
    result = review(checkout, "--all", "--baseline", baseline, "--format", "json")
    assert (result.exit_code, paths(result)) == (cli.DEFECTS, {"new.py"})
    assert "the baseline keeps 1 known finding quiet; 1 of its findings is there no longer" in result.stderr


@pytest.mark.parametrize("place", ["known.json", "audit/known.json"])
def test_an_audit_does_not_look_at_its_own_baseline(checkout: Checkout, place: str) -> None:
    checkout.write({"app.py": FLAW, "audit/other.json": "{}\n"})
    checkout.commit()
    audit = ("--all", "--baseline", str(checkout.path / place))
    first = review(checkout, *audit, "--update-baseline")
    again = review(checkout, *audit, "--update-baseline")
    assert first.stderr == again.stderr
    shown = review(checkout, *audit, "--format", "json")
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["coverage"]["files_total"] == 3
    assert place not in shown.stdout
    some = review(checkout, *audit, "--format", "json", "--", "audit/")
    assert json.loads(some.stdout)["coverage"]["files_total"] == 1


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ((), "the working tree against `{}`"),
        (("--staged",), "the index against `{}`"),
        (("--all",), "\n\nthe working tree, "),
        (("--diff", "-"), "a patch alone, "),
        (("HEAD~1..HEAD",), "` against `{}`"),
    ],
)
def test_every_commit_that_a_review_names_is_one_that_git_knows(
    checkout: Checkout, mode: tuple[str, ...], words: str
) -> None:
    base = checkout.git("rev-parse", "HEAD").strip()
    checkout.write({"new.py": "x = 1\n"})
    checkout.commit()
    if mode != ("HEAD~1..HEAD",):
        base = checkout.git("rev-parse", "HEAD").strip()
        checkout.write({"app.py": FLAW.replace("ping", "pong"), "more.py": "y = 2\n"})
        checkout.git("add", "--all")
    patch = checkout.git("diff", "--cached", "-U99")
    asked = ("--category", "x", "--allow-incomplete", *mode, "--format")
    told = {form: review(checkout, *asked, form, stdin=patch).stdout for form in ("markdown", "json", "sarif")}
    assert words.format(base[:7]) in told["markdown"]
    change, run = json.loads(told["json"])["change"], json.loads(told["sarif"])["runs"][0]
    named = {change["head"], change["merge_base"], run["properties"]["head"], run["properties"]["mergeBase"]}
    ids = {item["id"] for item in json.loads(told["json"])["observations"]}
    named |= set(re.findall(r"`([0-9a-f]{7,40})`", told["markdown"])) - ids
    for name in filter(lambda name: name.strip("0"), named):
        checkout.git("cat-file", "-e", name)
    assert ("uncommitted" in change) == (mode != ("HEAD~1..HEAD",))


def test_what_is_said_beside_the_review(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout.write({"README.md": "# The app\n"})
    result = review(checkout)
    assert result.stderr.splitlines()[:2] == [
        "patchwarden: reading the change",
        "patchwarden: running the checks on 1 file",
    ]
    assert "1 file is not code: only " in result.stdout
    quiet = review(checkout, "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")
    checkout.write({"app.py": FLAW})
    coloured = review(checkout, "--color", "always", "--width", "60")
    assert "\x1b[1;31mhigh" in coloured.stdout
    assert "\x1b" not in review(checkout).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = review(checkout, "--width", "60")
    assert "\x1b" not in plain.stdout
    prose = [line for line in plain.stdout.splitlines() if "│" not in line]
    assert max(map(len, prose)) <= 60


def test_a_terminal_sees_one_line_that_counts(checkout: Checkout) -> None:
    command = [str(Path(sys.executable).with_name("patchwarden")), "review", "--repo", str(checkout.path), "--staged"]
    master, slave = os.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=slave) as done:
        os.close(slave)
        said = b""
        while piece := _read(master):
            said += piece
    os.close(master)
    assert done.returncode == 0
    assert re.search(rb"\r\x1b\[2Kpatchwarden: running the checks on 0 files: \d+ of \d+, integrity", said)


def _read(terminal: int) -> bytes:
    assert select.select([terminal], [], [], waits.SECONDS)[0], "the command neither said anything nor ended"
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so where the other end is closed
        return b""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("review --sta", "--staged"),
        ("rev", "review"),
        ("review fea", "feature"),
        ("review main...fea", "main...feature"),
        ("rules show python.auth.as", "python.auth.assert"),
        ("policy explain app.py --rule guar", "guards.query-weakened"),
        ("decisions list --rule python.auth.as", "python.auth.assert"),
        ("rules list --language TYPES", "typescript"),
        ("rules new a.b --area lic", "licensing"),
    ],
)
def test_bash_completes(checkout: Checkout, line: str, expected: str) -> None:
    checkout.git("branch", "feature")
    program = Path(sys.executable).with_name("patchwarden")
    script = (
        f'PATH="{program.parent}:$PATH"; source <(patchwarden completion bash); COMP_WORDS=(patchwarden {line}); '
        f"COMP_CWORD={len(line.split())}; _patchwarden_completion patchwarden; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", script], cwd=checkout.path, capture_output=True, text=True, check=True)
    assert expected in done.stdout.split()


def test_every_rule_and_every_language_that_is_listed_completes() -> None:
    known = {rule.id: path.parts[0] for path, rule in samples.all_rules()} | dict.fromkeys(
        (rule.id for rule in rule_pages.rules_of_checks()), "checks"
    )
    context, parameter = click.Context(cli.main), click.Option(["--rule"])
    assert [item.value for item in completing.rule_ids(context, parameter, "")] == sorted(known)
    for name in sorted(known)[:: len(known) // 5]:
        assert name in {item.value for item in completing.rule_ids(context, parameter, name[:-1])}
    spoken = [item.value for item in completing.languages(context, parameter, "")]
    refused = CliRunner().invoke(cli.main, ["rules", "list", "--language", "none"]).output
    assert refused.strip().endswith(f"there are rules for {', '.join(spoken)}")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script(shell: str) -> None:
    made = CliRunner().invoke(cli.main, ["completion", shell])
    assert made.exit_code == 0
    assert f"_PATCHWARDEN_COMPLETE={shell}_complete" in made.stdout
