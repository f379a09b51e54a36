"""A lost database is rebuilt from the host: what the workers had learned on each change is what is read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Answered, Decision
from bot.replies import Helped, Reply
from bot.store.sql import SqlStore
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN, Story, with_flaws
from workers.cli import decision_rebuild
from workers.memory import Memory


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[SqlStore, SqlStore]]:
    made = SqlStore(f"sqlite:///{tmp_path}/kept.db"), SqlStore(f"sqlite:///{tmp_path}/new.db")
    yield made
    for store in made:
        store.close()


def decided(story: Story, text: str, *dismissed: Decision, reopened: tuple[str, ...] = ()) -> None:
    """Somebody says the text, and our answer remembers what it brought about."""
    story.rig.talk(story.ref, text)
    host = story.rig.host()
    change = host.change(story.ref)
    said = next(item for item in host.posted(change).conversation.said if item.text.strip() == text)
    made = tuple(replace(item, at=said.at, change=str(story.ref), comment=said.id) for item in dismissed)
    answer = Answered(said.id, said.digest, said.by.id, said.at, made, reopened)
    host.answer(change, Reply(said, answer, (Helped(("patchwarden",)),)))


@pytest.mark.parametrize("mirrored", [False, True])
def test_what_was_learned_is_read_back(rig: HostRig, stores: tuple[SqlStore, SqlStore], mirrored: bool) -> None:
    kept, new = stores
    first, second = (Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}) for _ in range(2))
    groups = ((f"{first.ref.host}:{first.ref.repository}", "another:place"),) if mirrored else ()
    flaw = Decision("a" * 16, "test.flaw", "app.py", "ada", 0, "a constant")
    decided(first, "/patchwarden help", flaw, replace(flaw, fingerprint="b" * 16, alone=True))
    decided(second, "/patchwarden status", replace(flaw, fingerprint="c" * 16))
    decided(second, "/patchwarden pause", reopened=("a" * 16,))
    for story in (first, second):
        host = rig.host()
        change = host.change(story.ref)
        Memory(kept, groups).learn(change, host.posted(change).conversation)
    assert len(kept.known()) == 3
    assert any(item.scope == "mirror:another:place" for item in kept.known()) is mirrored

    assert decision_rebuild.rebuild(rig.host(), first.ref.repository, new, groups)
    assert new.known() == kept.known()
