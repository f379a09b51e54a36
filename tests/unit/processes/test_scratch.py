"""Scratch folders are private, and no kill leaves one behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import waits
from workers.processes import scratch

OWNER = """
import sys, time
from workers.processes import scratch
with scratch.folder("test") as path:
    (path / "git").mkdir()
    (path / "git/object").write_text("of a change")
    print(path, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary folders of this test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_a_folder_is_private_and_ends_with_its_block(place: Path) -> None:
    with pytest.raises(RuntimeError), scratch.folder("change") as path:  # noqa: PT012 - the block is what is tried
        assert path.parent == place
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        (path / "file").touch()
        assert scratch.sweep() == 0
        raise RuntimeError
    assert not list(place.iterdir())


@pytest.mark.slow
def test_the_folder_of_a_killed_process_is_swept_and_that_of_a_living_one_stays(place: Path) -> None:
    argv = [sys.executable, "-c", OWNER]
    with (
        subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as dying,
        subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as living,
    ):
        try:
            of_dying, of_living = (Path(waits.first_line(each.stdout).strip()) for each in (dying, living))
            assert scratch.sweep() == 0
            dying.send_signal(signal.SIGKILL)
            dying.wait(60)
            with scratch.folder("next") as mine:  # whoever makes one sweeps, but at most once a minute
                assert of_dying.is_dir()
                scratch._swept_at.clear()
                with scratch.folder("later"):
                    assert sorted(place.iterdir()) == sorted([of_living, mine, *place.glob("*later*")])
        finally:
            living.kill()
    assert scratch.sweep() == 1
    assert not list(place.iterdir())


def test_what_is_not_ours_stays(place: Path) -> None:
    others = [place / "patchwarden-elsewhere", place / "other.folder"]
    for each in others:
        each.mkdir()
    target = place / "target"
    target.mkdir()
    (place / "patchwarden.link.x").symlink_to(target)
    (place / "patchwarden.file.x").touch()
    if os.geteuid() == 0:
        (place / "patchwarden.change.foreign").mkdir()
        os.chown(place / "patchwarden.change.foreign", 12345, 12345)
    before = sorted(place.iterdir())
    assert scratch.sweep() == 0
    assert sorted(place.iterdir()) == before


def _has_ended(child: int, codes: list[int]) -> bool:
    """Adds the code that a child of ours has ended with."""
    pid, status = os.waitpid(child, os.WNOHANG)
    if pid:
        codes.append(os.waitstatus_to_exitcode(status))
    return bool(pid)


def test_a_forked_process_neither_keeps_nor_removes_its_parent_s_folders(place: Path) -> None:
    with scratch.folder("parent") as path:
        child = os.fork()
        if child == 0:
            os._exit(scratch.sweep() + len(scratch._held))
        ended: list[int] = []
        waits.until(lambda: _has_ended(child, ended), "the end of a forked process")
        assert ended == [0]
        assert path.is_dir()


def test_a_folder_that_is_swept_while_it_is_made_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make, made = tempfile.mkdtemp, []

    def interrupted(prefix: str) -> str:
        made.append(make(prefix=prefix))
        if len(made) == 1:
            assert scratch.sweep() == 1
        return made[-1]

    scratch.sweep()
    monkeypatch.setattr(tempfile, "mkdtemp", interrupted)
    with scratch.folder("raced") as path:
        assert path.is_dir()
    assert len(made) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["worker_init", "worker_process_init"])
def test_a_worker_sweeps_when_it_starts_and_with_each_new_process(name: str, place: Path) -> None:
    """Celery sends the one in the worker's main process, the other in each that it starts, also for a killed one."""
    (place / "patchwarden.change.left").mkdir()
    code = f"import workers.entry; from celery import signals; signals.{name}.send(sender=None)"
    environ = {"PATH": os.environ["PATH"], "TMPDIR": str(place), "HOME": str(place), "REDIS_URL": "redis://localhost:1"}
    environ |= {"PATCHWARDEN_STATE_DIR": str(place / "state"), "PATCHWARDEN_SECRET": "a" * 64}
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)
    assert not list(place.glob("patchwarden.*"))
