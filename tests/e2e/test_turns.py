"""A real worker whose reviews only sleep: who begins when."""

from __future__ import annotations

from bench.turns import SLOTS, Bench, worker
from bot.broker import connect


def test_commands_overtake_reviews_and_owners_take_turns(redis_url: str) -> None:
    """Every place is taken by a long review, and more of the same owner wait."""
    with connect(redis_url) as redis, worker(redis_url):
        bench = Bench(redis_url, redis)
        long = [bench.put("noisy", 4) for _ in range(SLOTS)]
        began = [bench.begun(ref) for ref in long]
        more = [bench.put("noisy", 0.5) for _ in range(10)]
        stranger = bench.put("stranger", 0)
        asked = bench.put("person", 0, spoken=True)
        assert bench.begun(asked) < min(began) + 4, "a command waits for no review"
        assert bench.begun(stranger) >= min(began) + 4
        begun = sorted(bench.begun(ref) for ref in more)
        assert bench.begun(stranger) < begun[-SLOTS], "and a stranger for those that run"
