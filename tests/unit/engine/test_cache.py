"""What a store of answers holds: the answer for whoever has the text, and nothing of the text for anybody else."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.broker import connect
from workers.engine.cache import AnswerCache, FolderCache, RedisCache, _digest
from workers.engine.results import FileAnswer, Match, Step
from workers.engine.sealing import Broken, Entry, seal, unseal
from workers.reading.places import Place

SECRET = "AKIAcanary0123456789"
TEXT = f"key = '{SECRET}'\n"
AT = Place(1, 8, 1, 28)
ANSWER = FileAnswer((Match("python.a.b", AT, SECRET, f"`{SECRET}` is a key", (Step(AT, SECRET),), fix=SECRET.lower()),))


@pytest.fixture(params=["folder", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[AnswerCache, Callable[[], bytes]]]:
    """A store, and all that a thief of it has."""
    if request.param == "folder":
        yield FolderCache(tmp_path), lambda: b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
        return
    with connect(request.getfixturevalue("redis_url")) as redis:
        yield RedisCache(redis, SECRET), lambda: b"".join(redis.dump(key) or b"" for key in redis.scan_iter())


def test_only_who_has_the_text_reads_the_answer(store: tuple[AnswerCache, Callable[[], bytes]]) -> None:
    cache, stolen = store
    entry = Entry.of("blob:rules", TEXT)
    cache.put({entry: ANSWER})

    assert cache.get([entry, Entry.of("none", TEXT)]) == {entry: ANSWER}
    assert cache.get([Entry.of("blob:rules", TEXT + " ")]) == {}
    content = stolen()
    assert len(content) > 100
    assert not re.search(rb"(?i)akia|canary|python\.a\.b", content)
    for at in range(len(content) - 1):  # nor compressed
        try:
            assert b"canary" not in zlib.decompressobj().decompress(content[at:]).lower()
        except zlib.error:
            continue


def test_a_seal_is_for_one_name_and_one_text() -> None:
    entry = Entry.of("a", TEXT)
    sealed = seal(b"content", entry, b"secret")
    assert unseal(sealed, entry, b"secret") == b"content"
    assert seal(b"content", entry, b"secret") != sealed
    broken = [
        (sealed, Entry.of("b", TEXT), b"secret"),
        (sealed, Entry.of("a", TEXT + "x"), b"secret"),
        (sealed, entry, b"another"),
        (sealed, entry, b""),
        (sealed[:-1], entry, b"secret"),
        (sealed[:5], entry, b"secret"),
        (b"", entry, b"secret"),
        (bytes([sealed[0] ^ 1]) + sealed[1:], entry, b"secret"),
    ]
    for content, other, secret in broken:
        with pytest.raises(Broken):
            unseal(content, other, secret)


@pytest.mark.parametrize("guess", ["", "another deployment's secret"])
def test_who_writes_to_redis_and_has_the_text_can_put_no_answer_there(redis_url: str, guess: str) -> None:
    """Such as that there is nothing to find."""
    entry = Entry.of("blob:rules", TEXT)
    with connect(redis_url) as redis:
        cache = RedisCache(redis, SECRET)
        cache.put({entry: ANSWER})
        RedisCache(redis, guess).put({entry: FileAnswer()})
        assert cache.get([entry]) == {}
        cache.put({entry: ANSWER})
        assert cache.get([entry]) == {entry: ANSWER}


def test_a_folder_keeps_the_newest_of_many_answers(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path)
    entries = (Entry.of(f"answer {number}", TEXT) for number in itertools.count())
    here = list(itertools.islice((entry for entry in entries if _digest(entry.name).startswith("00")), 400))
    elsewhere = Entry.of("answer 0", TEXT)
    cache.put({elsewhere: ANSWER})
    for entry in here:
        cache.put({entry: ANSWER})
        assert len(list((tmp_path / "00").iterdir())) < 200
    assert cache.get([here[0]]) == {}
    assert set(cache.get([elsewhere, *here[-20:]])) == {elsewhere, *here[-20:]}
