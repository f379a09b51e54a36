"""Work that must end takes its programs along at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from workers.processes import sandbox, stopping

FOREVER = "import time; open('started', 'w').close(); time.sleep(600)"


def sleep_for_ever(folder: Path) -> None:
    sandbox.run([sys.executable, "-c", FOREVER], cwd=folder, timeout=30)


def once_started(folder: Path, then: Callable[[], None]) -> Thread:
    def wait() -> None:
        while not (folder / "started").exists():
            time.sleep(0.01)
        then()

    thread = Thread(target=wait)
    thread.start()
    return thread


def test_a_running_program_is_killed_and_no_further_one_starts(tmp_path: Path) -> None:
    with stopping.stoppable() as children:
        other = once_started(tmp_path, lambda: children.stop("the lease was lost"))
        with pytest.raises(sandbox.Stopped, match="the lease was lost"):
            sleep_for_ever(tmp_path)
        with pytest.raises(sandbox.Stopped, match="the lease was lost"):
            sandbox.run(["true"], timeout=30)
        children.stop("a later reason")
        with pytest.raises(sandbox.Stopped, match="the lease was lost"):
            stopping.check()
        other.join()
    assert sandbox.run(["true"], timeout=30).returncode == 0


def test_the_programs_of_a_review_s_threads_end_with_it_and_others_go_on(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    theirs.mkdir()
    with ThreadPoolExecutor(2) as pool:
        with stopping.stoppable() as other:
            unrelated = pool.submit(stopping.inherited(sleep_for_ever), theirs)
        with stopping.stoppable() as children:
            running = pool.submit(stopping.inherited(sleep_for_ever), mine)
            once_started(mine, lambda: children.stop("a newer head came")).join()
            assert isinstance(running.exception(timeout=10), sandbox.Stopped)
            once_started(theirs, lambda: None).join()
            assert not unrelated.done()
        other.stop("done")
        assert isinstance(unrelated.exception(timeout=10), sandbox.Stopped)


def test_everything_of_the_process_ends_and_later_work_begins(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    with ThreadPoolExecutor(2) as pool, stopping.stoppable() as children:
        running = [pool.submit(stopping.inherited(sleep_for_ever), inside), pool.submit(sleep_for_ever, outside)]
        for folder in (inside, outside):
            once_started(folder, lambda: None).join()
        stopping.stop_children("the worker ends")
        for each in running:
            assert str(each.exception(timeout=10)) == "the worker ends"
        assert children.why == "the worker ends"
    with stopping.stoppable():
        assert sandbox.run(["true"], timeout=30).returncode == 0
