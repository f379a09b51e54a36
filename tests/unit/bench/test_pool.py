"""Work in other processes: everything gets an answer, and what takes too long or fails gets a reason."""

from __future__ import annotations

import os

from bench.signal import pool
from bench.signal.pool import Undone


def worked(item: int) -> int:
    if item == 3:
        while True:
            pass
    if item == 4:
        raise ValueError("four")
    if item == 5:
        os._exit(9)
    return item * item


def test_every_piece_of_work_has_an_answer_or_a_reason() -> None:
    answers = dict(pool.each(worked, range(8), jobs=2, seconds=0.5))
    assert answers == {
        0: 0,
        1: 1,
        2: 4,
        3: Undone("took more than 0.5 CPU seconds"),
        4: Undone("raised ValueError('four')"),
        5: Undone("its process ended with 9"),
        6: 36,
        7: 49,
    }


def test_without_other_processes_the_work_is_done_in_turn() -> None:
    assert list(pool.each(worked, [2, 1], jobs=0, seconds=1)) == [(2, 4), (1, 1)]
