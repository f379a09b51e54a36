"""The property: under every disguise the review finds the flaw or says that it could not check it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.disguise.chains import Chain, batches, covering, explained, failing, singles
from tests.disguise.flaws import FLAWS
from workers.checks.base import Check
from workers.checks.registry import default_checks

KNOWN = frozenset(Path(__file__).with_name("known.txt").read_text(encoding="utf-8").splitlines())
"""What is not mended yet, a line each: a flaw and the disguises that it takes."""
_SHARDS = 8
"""Parts of the set, so that two processes share it evenly."""


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Check]:
    return default_checks(cache_dir=tmp_path_factory.mktemp("engine"))


@pytest.mark.parametrize("shard", range(_SHARDS))
def test_a_disguised_flaw_is_told_or_said_to_be_unread(checks: Sequence[Check], shard: int) -> None:
    chosen = list(batches(covering(KNOWN)))[shard::_SHARDS]
    missed = [chain for batch in chosen for chain in failing(batch, checks)]
    assert not missed, "\n\n".join(explained(chain, checks) for chain in missed[:10])


def test_what_is_known_is_not_mended_yet(checks: Sequence[Check]) -> None:
    everything = {str(chain): chain for chain in (*(Chain(flaw) for flaw in FLAWS), *singles(sampled=False))}
    pairs = sorted(line for line in KNOWN if line.count(" · ") < 2)
    assert not set(pairs) - everything.keys(), "no such flaw or disguise"
    wrong = {str(chain) for batch in batches([everything[line] for line in pairs]) for chain in failing(batch, checks)}
    right = sorted(set(pairs) - wrong)
    assert not right, "right now: delete these lines of known.txt:\n" + "\n".join(right)
