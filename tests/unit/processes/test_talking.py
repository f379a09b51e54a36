"""A program that is asked many questions is started once, and ends whatever happens."""

from __future__ import annotations

import os
import sys
import time
from threading import Timer

import pytest

from workers.processes import stopping
from workers.processes.sandbox import ProcessFailed, ProcessTimeout
from workers.processes.talking import Talk

_ECHO = "import os, sys\nfor line in sys.stdin: print(os.getpid(), line.strip(), flush=True)"


class Lines:
    def __init__(self, wanted: int = 1) -> None:
        self.wanted, self.said = wanted, b""

    def take(self, piece: bytes) -> bool:
        self.said += piece
        return self.said.count(b"\n") >= self.wanted


def talk(program: str, timeout: float = 20.0) -> Talk:
    return Talk([sys.executable, "-c", program], timeout=timeout)


def asked(program: Talk, question: str, wanted: int = 1) -> list[list[bytes]]:
    answer = Lines(wanted)
    program.ask(question.encode(), answer)
    return [line.split() for line in answer.said.splitlines()]


def test_many_questions_are_answered_by_one_process_which_then_ends() -> None:
    program = talk(_ECHO)
    told = [row for number in range(20) for row in asked(program, f"{number}\n")]
    assert [int(row[1]) for row in told] == list(range(20))
    (pid,) = {int(row[0]) for row in told}
    program.close()
    program.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_question_longer_than_any_pipe() -> None:
    program = talk(_ECHO)
    assert len(asked(program, "x\n" * 200_000, 200_000)) == 200_000
    program.close()


@pytest.mark.parametrize(
    ("program", "kind", "words"),
    [
        ("import time; time.sleep(60)", ProcessTimeout, r"did not end within 0\.5 s"),
        ("import sys; sys.stderr.write('the reason'); sys.exit(3)", ProcessFailed, "ended with 3: the reason"),
        ("print('half', end='', flush=True)", ProcessFailed, "ended before it had answered"),
        ("import os; os.close(0); os.close(2); import time; time.sleep(60)", ProcessTimeout, "did not end"),
    ],
)
def test_one_that_does_not_answer_is_ended_and_the_reason_told(program: str, kind: type[Exception], words: str) -> None:
    asking = talk(program, timeout=0.5)
    with pytest.raises(kind, match=words):
        asked(asking, "x\n" * 100_000)
    assert asking.closed
    with pytest.raises(ProcessFailed, match="has ended before"):
        asked(asking, "x\n")


def test_one_that_goes_on_and_on_is_ended_as_well() -> None:
    asking = talk("import time\nwhile True: print('more', flush=True); time.sleep(0.02)", timeout=0.5)
    with pytest.raises(ProcessTimeout, match=r"did not end within 0\.5 s"):
        asked(asking, "x\n", 100_000)
    assert asking.closed


def test_work_that_is_ended_takes_it_along() -> None:
    program = talk("import time; time.sleep(60)")
    start = time.monotonic()
    with stopping.stoppable() as children:
        Timer(0.2, children.stop, ["a newer head came"]).start()
        with pytest.raises(stopping.Stopped, match="a newer head came"):
            asked(program, "x\n")
    assert time.monotonic() - start < 10
    assert program.closed
