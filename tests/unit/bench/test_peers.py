"""Other tools: what one version and one set of rules found is not taken for what another finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.signal import peers
from bench.signal.peers import Bandit, PeerFailed, SemgrepScan


def test_a_tool_with_other_rules_is_another(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "a.yaml").write_text("rules: []\n")
    before = SemgrepScan(rules, program="true").version()
    assert SemgrepScan(rules, program="true").version() == before
    (rules / "b.yml").write_text("rules: []\n")
    assert SemgrepScan(rules, program="true").version() != before
    assert SemgrepScan(rules / "a.yaml", program="true").version() == before


@pytest.mark.parametrize("peer", [Bandit("/nowhere/bandit"), SemgrepScan(Path("/nowhere"), program="/nowhere/semgrep")])
def test_a_program_that_is_not_here_is_named(peer: peers.Peer) -> None:
    with pytest.raises(PeerFailed, match=r"`/nowhere/\w+` cannot be started"):
        peer.version()
