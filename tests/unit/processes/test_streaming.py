"""What a program writes is read while it runs, and it ends when its reader has enough."""

from __future__ import annotations

import os
import sys
import time
from threading import Timer

import pytest

from workers.processes import stopping, streaming
from workers.processes.sandbox import ProcessFailed, ProcessTimeout


def lines(program: str, timeout: float = 20.0) -> list[bytes]:
    with streaming.output([sys.executable, "-c", program], timeout=timeout) as pieces:
        return b"".join(pieces).splitlines()


def test_all_of_it_can_be_read() -> None:
    assert lines("for i in range(50_000): print(i)") == [b"%d" % number for number in range(50_000)]


def test_who_has_enough_ends_it() -> None:
    endless = "import os\nprint(os.getpid(), flush=True)\nwhile True: print('x' * 1000)"
    with streaming.output([sys.executable, "-c", endless], timeout=20) as pieces:
        pid = int(next(pieces).split(b"\n")[0])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_one_that_says_nothing_ends_in_time() -> None:
    with pytest.raises(ProcessTimeout, match=r"did not end within 0\.3 s"):
        lines("import time; time.sleep(60)", timeout=0.3)


def test_one_that_closes_its_pipes_and_stays_ends_in_time() -> None:
    with pytest.raises(ProcessTimeout):
        lines("import os, time\nos.close(1)\nos.close(2)\ntime.sleep(60)", timeout=1.0)


def test_a_failure_is_told_with_the_end_of_what_it_said() -> None:
    program = "import sys; print('one'); sys.stderr.write('x' * 200_000 + ' the reason'); sys.exit(3)"
    with pytest.raises(ProcessFailed, match=r"ended with 3: x+ the reason") as caught:
        lines(program)
    assert len(str(caught.value)) < 5_000


def test_nothing_of_ours_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "canary")
    (told,) = lines("import os; print(sorted(os.environ))")
    assert b"GITHUB_TOKEN" not in told


def test_work_that_is_ended_takes_it_along() -> None:
    sleeper = "print('x', flush=True); import time; time.sleep(60)"
    start = time.monotonic()
    with stopping.stoppable() as children:
        Timer(0.3, children.stop, ["a newer head came"]).start()
        with pytest.raises(stopping.Stopped, match="a newer head"):
            lines(sleeper, timeout=30)
    assert time.monotonic() - start < 10
