"""One worker at a time on one change."""

from __future__ import annotations

import threading

import pytest
from redis import Redis

from workers.lease import Taken, lease

KEY = "patchwarden:lease:change"


def test_a_second_holder_is_refused_until_the_first_is_done(redis: Redis) -> None:
    with lease(redis, "change"):
        with pytest.raises(Taken), lease(redis, "change"):
            pass
        with lease(redis, "another"):
            pass
    with lease(redis, "change"):
        pass


def test_it_is_given_back_when_the_work_fails(redis: Redis) -> None:
    with pytest.raises(ZeroDivisionError), lease(redis, "change"):
        raise ZeroDivisionError

    assert not redis.exists(KEY)


def test_it_is_kept_alive_and_dies_with_its_holder(redis: Redis) -> None:
    """Long work: the key's remaining life goes up again, seen by asking until it does."""
    with lease(redis, "change", seconds=0.6):
        assert 0 < redis.pttl(KEY) <= 600
        assert _rises(redis), "a holder at work renews its lease"
    assert not redis.exists(KEY)


def test_another_s_lease_is_never_given_back(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    with lease(redis, "change"):
        redis.set(KEY, "another holder")

    assert redis.get(KEY) == b"another holder"
    assert "was lost" in caplog.text
    assert not [thread for thread in threading.enumerate() if thread.name == "lease"]


def _rises(redis: Redis) -> bool:
    last = redis.pttl(KEY)
    for _ in range(100_000):
        now = redis.pttl(KEY)
        if now > last:
            return True
        last = now
    return False
