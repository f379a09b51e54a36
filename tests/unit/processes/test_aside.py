"""Questions asked aside: answered, refused, or given up in time, and nothing is left of them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from workers.processes import aside


class Refusal(Exception):
    pass


def _refuse() -> str:
    raise Refusal("no, because of é")


def _fail() -> str:
    raise KeyError("anything")


def _hang() -> str:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        time.sleep(1)


def _die() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def test_an_answer_and_a_refusal_come_back() -> None:
    here = os.getpid()
    assert aside.answer(lambda: f"é {os.getpid() == here}", 5, Refusal) == "é False"
    with pytest.raises(Refusal, match="no, because of é"):
        aside.answer(_refuse, 5, Refusal)


@pytest.mark.parametrize("question", [_hang, _fail, _die])
def test_what_gives_no_answer_is_given_up_and_gone(question: Callable[[], str]) -> None:
    start = time.monotonic()
    with pytest.raises(aside.NoAnswer):
        aside.answer(question, 0.4, Refusal)
    assert time.monotonic() - start < 1.5
    assert not aside._unburied
