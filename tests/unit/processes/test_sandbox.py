"""The one place that starts processes."""

from __future__ import annotations

import os
import select
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from tests import waits
from workers.processes import sandbox, stopping, streaming


def python(code: str, **options: object) -> sandbox.Completed:
    return sandbox.run([sys.executable, "-c", code], **{"timeout": 20.0, **options})  # type: ignore[arg-type]


def test_it_gives_back_what_the_program_wrote() -> None:
    done = python("import sys; sys.stdout.write(sys.stdin.read().upper()); sys.stderr.write('noted')", stdin=b"abc")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"ABC", "noted")


def test_nothing_of_our_environment_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATCHWARDEN_SECRET", "very secret")
    done = python("import os; print(sorted(os.environ))", env={"GIVEN": "1"})
    names = done.stdout.decode()
    assert "PATCHWARDEN_SECRET" not in names
    assert "GIVEN" in names


def test_a_program_that_does_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import time; pipe = open({str(pipe)!r}, 'wb', 0); pipe.write(b'alive'); time.sleep(600)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(sandbox.ProcessTimeout, match="did not end within 3 s"):
        python(code, timeout=3)
    try:
        assert os.read(reader, 5) == b"alive"
        # The pipe ends when nobody can write to it any more: when the grandchild is dead.
        assert select.select([reader], [], [], 30)[0]
        assert os.read(reader, 5) == b""
    finally:
        os.close(reader)


def test_work_that_is_ended_takes_its_program_along() -> None:
    begin = time.monotonic()
    with stopping.stoppable() as children:
        Timer(0.3, children.stop, ["superseded"]).start()
        with pytest.raises(stopping.Stopped, match="superseded"):
            python("import time; time.sleep(15)")
    assert time.monotonic() - begin < 10


def test_leaving_the_work_ends_what_it_started() -> None:
    """Also in a thread that nobody waits for, and in work within the work."""
    with ThreadPoolExecutor(1) as pool:
        with stopping.stoppable() as outer:
            within = stopping.Children()

            @stopping.inherited
            def work() -> None:
                with stopping.stoppable(within):
                    python("import time; time.sleep(15)")

            ended = pool.submit(work)
            waits.until(lambda: within._ends, "the program")
        with pytest.raises(stopping.Stopped, match="the work that it was for has ended"):
            ended.result(10)
    assert outer.why == within.why
    stopping.check()  # what comes after it goes on


def test_who_has_read_enough_ends_the_program(tmp_path: Path) -> None:
    code = f"""
import os, sys, time
print(os.getpid(), flush=True)
time.sleep(60)
open({str(tmp_path / "late")!r}, "w")
"""
    with streaming.output([sys.executable, "-c", code], timeout=30) as pieces:
        pid = int(next(pieces))
        assert Path(f"/proc/{pid}").exists() or sys.platform != "linux"
    assert not Path(f"/proc/{pid}").exists()


def test_a_failure_tells_the_code_and_hides_credentials() -> None:
    token = "ghp_" + "a" * 36
    with pytest.raises(sandbox.ProcessFailed, match="ended with 3") as caught:
        python(f"import sys; sys.stderr.write('fatal: https://x:{token}@host denied'); sys.exit(3)")
    assert token not in str(caught.value)


def test_an_expected_failure_is_no_error() -> None:
    assert python("raise SystemExit(3)", check=False).returncode == 3


@pytest.mark.skipif(sys.platform != "linux", reason="the limit needs prlimit")
def test_memory_is_limited() -> None:
    with pytest.raises(sandbox.ProcessFailed, match=r"`python[0-9.]*` needed more than 500 MB of memory"):
        python("input(); bytearray(900_000_000)", stdin=b"limited by now", memory_mb=500)
