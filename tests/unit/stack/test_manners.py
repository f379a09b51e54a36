"""What goes wrong around a command is one line and exit code 2, whatever the command is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import folders
from bot.hosts import ci
from tests.fakes.repository import Repository
from workers import serving
from workers.cli import main as cli


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for flag in (flag for system in ci.systems() for flag in system.flags):
        monkeypatch.delenv(flag, raising=False)
    monkeypatch.setenv("PATCHWARDEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    made = Repository(tmp_path / "app.git")
    made.commit("main", {"a.py": "a = 1\n"}, "Begin")
    made.commit("main", {"a.py": "a = 2\n"}, "Go on")
    (tmp_path / "file").write_text("no folder\n")
    return made.git_dir


REVIEW = ("review", "main~1..main", "--repo", "{repo}")
TABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "an output in a missing folder": ((*REVIEW, "--output", "{tmp}/none/x.json"), "{tmp}/none/x.json: No such file"),
    "an output below a file": ((*REVIEW, "--output", "{tmp}/file/x.json"), "{tmp}/file/x.json: Not a directory"),
    "an output on a full disk": ((*REVIEW, "--format", "json", "--output", "/dev/full"), "No space left on device"),
    "a repository that is a file": (("review", "--repo", "{tmp}/file"), "{tmp}/file is no folder"),
    "a repository that is not there": (("review", "--repo", "{tmp}/none"), "{tmp}/none is no folder"),
    "records that are not there": ((*REVIEW, "--osv", "{tmp}/none"), "does not exist"),
    "an unknown format": ((*REVIEW, "--format", "pdf"), "Invalid value for '--format'"),
}


@pytest.mark.parametrize(("arguments", "said"), TABLE.values(), ids=TABLE)
def test_it_is_one_line_and_exit_2(arguments: tuple[str, ...], said: str, repository: Path, tmp_path: Path) -> None:
    result = run(*(argument.format(repo=repository, tmp=tmp_path) for argument in arguments))
    assert result.exit_code == 2, result.output
    assert said.format(tmp=tmp_path) in result.stderr
    assert "Traceback" not in result.stderr
    beside = ("Usage", "Try", "patchwarden: comparing", "patchwarden: reading", "patchwarden: running")
    assert len([line for line in result.stderr.splitlines() if line and not line.startswith(beside)]) == 1


def run(*arguments: str) -> Result:
    """Without CliRunner's own catching: what leaves the command would be a traceback."""
    return CliRunner().invoke(cli.main, list(arguments), catch_exceptions=False)


def _refused(error: Exception) -> Callable[..., object]:
    def refuse(*_: object, **__: object) -> object:
        raise error

    return refuse


ERRORS = {
    "full": (OSError(28, "No space left on device", "/x/y"), "/x/y: No space left on device"),
    "read-only": (OSError(30, "Read-only file system", "/x/y"), "/x/y: Read-only file system"),
    "not permitted": (PermissionError(13, "Permission denied", "/x/y"), "/x/y: Permission denied"),
    "without a name": (OSError("something"), "something"),
    "nobody expected it": (KeyError("x"), "PATCHWARDEN_DEBUG=1 shows where"),
    "in two lines": (ValueError("one\ntwo"), "ValueError: one two"),
}
COMMANDS = {
    "review": ("workers.local.reviewing.review", ("review", "--no-cache")),
    "rules list": ("workers.cli.rulebook.show_all", ("rules", "list")),
    "rules test": ("workers.cli.rulebook.run_samples", ("rules", "test")),
    "rules new": ("workers.cli.rulebook.new", ("rules", "new", "a.b.c", "--area", "x", "--cwe", "1")),
    "doctor": ("workers.cli.doctor.main", ("doctor",)),
    "sweep": ("workers.cli.sweep.main", ("sweep",)),
    "serve": ("workers.serving.main", ("serve",)),
}


@pytest.mark.parametrize(("error", "said"), ERRORS.values(), ids=ERRORS)
@pytest.mark.parametrize(("place", "arguments"), COMMANDS.values(), ids=COMMANDS)
def test_every_command_has_the_boundary(
    place: str, arguments: tuple[str, ...], error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, _refused(error))
    monkeypatch.delenv("PATCHWARDEN_DEBUG", raising=False)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    with pytest.raises(type(error)):
        run("--debug", *arguments)


@pytest.mark.usefixtures("repository")
def test_a_reader_that_went_away_is_no_defect() -> None:
    """Exit code 1 means defects."""
    program = str(Path(sys.executable).with_name("patchwarden"))
    command = f"{program} rules index | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "")


def test_a_cache_that_cannot_be_written_is_said_once_and_the_review_goes_on(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATCHWARDEN_CACHE_DIR", str(tmp_path / "file" / "cache"))
    result = run("review", "main~1..main", "--repo", str(repository))
    assert result.exit_code == 0, result.output
    assert result.stderr.count("going on without a cache") == 1


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_said_before_anything_starts(
    taken: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PATCHWARDEN_LISTEN": f"127.0.0.1:{taken}"}
    assert serving.main(environ) == 2
    said = capsys.readouterr().err.splitlines()
    place = f"127.0.0.1:{taken}"
    assert said == [f"patchwarden: cannot listen on {place}: Address already in use; set PATCHWARDEN_LISTEN or PORT"]


@pytest.mark.parametrize(
    "changed", [{"PORT": "99999"}, {"PATCHWARDEN_LISTEN": "x"}, {"PATCHWARDEN_STATE_DIR": "{tmp}/file/state"}]
)
def test_serve_refuses_what_cannot_be_used(
    changed: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    assert serving.main(environ | {name: value.format(tmp=tmp_path) for name, value in changed.items()}) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert next(iter(changed)) in said


@pytest.mark.parametrize("variable", ["PATCHWARDEN_CACHE_DIR", "PATCHWARDEN_STATE_DIR"])
@pytest.mark.parametrize(
    ("given", "expected"), [("~/x", "{home}/x"), ("~", "{home}"), ("/x", "/x"), ("x", "{here}/x"), (" /x ", "/x")]
)
def test_folders_are_read_by_one_reader(
    variable: str, given: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read = folders.cache_dir if "CACHE" in variable else folders.state_dir
    assert str(read({"HOME": "/home/ada", variable: given})) == expected.format(home="/home/ada", here=Path.cwd())
