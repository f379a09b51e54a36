"""How much one person may ask for: counted from the times alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.allowance import COMMANDS, Spent, Tally, Window

SHORT, LONG = Window(3, 60), Window(5, 600)


def test_one_word_when_it_is_too_much_and_then_silence_until_there_is_room() -> None:
    tally = Tally((SHORT, LONG))
    assert [tally.ask(at) for at in (0, 10, 20)] == [None, None, None]
    assert tally.ask(30) == Spent(SHORT, again=60, first=True)
    assert tally.ask(40) == Spent(SHORT, again=60, first=False)
    assert tally.ask(60) is None
    assert tally.ask(61) == Spent(SHORT, again=70, first=False), "said within the minute"
    assert tally.ask(70) is None
    assert tally.ask(200) == Spent(LONG, again=600, first=False), "and within the ten minutes"
    assert tally.ask(600) is None


@given(pauses=st.lists(st.integers(0, 400), max_size=80))
def test_what_is_granted_fits_every_window_and_nothing_that_fits_is_refused(pauses: list[int]) -> None:
    tally, granted, told, now = Tally((SHORT, LONG)), list[int](), list[int](), 0
    for pause in pauses:
        now += pause
        spent = tally.ask(now)
        room = all(sum(at > now - window.seconds for at in granted) < window.most for window in (SHORT, LONG))
        assert (spent is None) is room
        if spent is None:
            granted.append(now)
        elif spent.first:
            assert not any(at > now - SHORT.seconds for at in told), "one word in a minute at most"
            told.append(now)


def test_a_long_list_can_be_dismissed_thread_by_thread() -> None:
    tally = Tally(COMMANDS)
    assert all(tally.ask(30 * number) is None for number in range(60))
