"""The property: under every disguise the review finds the flaw or says that it could not check it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.disguise.chains import Chain, batches, covering, explained, is_known, silent, singles
from tests.disguise.flaws import FLAWS
from workers.checks.base import Check
from workers.checks.registry import default_checks

KNOWN = frozenset(Path(__file__).with_name("known.txt").read_text(encoding="utf-8").splitlines())
"""Silences that are not mended yet, a line each: the flaw and its disguise, or a beginning of them and a star."""
_SHARDS = 8
"""Parts of the set, so that two processes share it evenly."""


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Check]:
    return default_checks(cache_dir=tmp_path_factory.mktemp("engine"))


@pytest.mark.parametrize("shard", range(_SHARDS))
def test_a_disguised_flaw_is_told_or_said_to_be_unread(checks: Sequence[Check], shard: int) -> None:
    chosen = list(batches(covering(KNOWN)))[shard::_SHARDS]
    missed = [chain for batch in chosen for chain in silent(batch, checks)]
    assert not missed, "\n\n".join(explained(chain, checks) for chain in missed[:10])


def test_what_is_known_to_be_silent_is_so(checks: Sequence[Check]) -> None:
    everything = [*(Chain(flaw) for flaw in FLAWS), *singles(sampled=False)]
    covered = {line: [chain for chain in everything if is_known(chain, {line})] for line in KNOWN}
    assert all(covered.values()), "no such flaw or disguise"
    wanted = {str(chain): chain for chains in covered.values() for chain in chains}
    quiet = {str(chain) for batch in batches(list(wanted.values())) for chain in silent(batch, checks)}
    told = [line for line, chains in sorted(covered.items()) if not any(str(chain) in quiet for chain in chains)]
    assert not told, "told now: delete these lines of known.txt:\n" + "\n".join(told)
