"""The order of versions, as each ecosystem's own documentation has it."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.checks.dependencies.versions import order

ORDERED = {
    "python": "0 0.1 1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 "
    "1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0.post456.dev34 1.0.post456 1.0.1 1.1.dev1 1.9 1.10 1!0.1",
    "npm": "0 1.0.0-0 1.0.0-1 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 "
    "1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0-beta.1 2.0.0",
    "go": "v0.0.0-20190101000000-aaaaaaaaaaaa v0.0.0-20250403174932-29230038a667 v0.0.1 v1.5.7 "
    "v1.5.8-0.20250403174932-29230038a667 v1.5.8-0.20260403174932-29230038a667 v1.5.8 v1.5.9-rc.1 "
    "v1.5.9-rc.1.0.20250403174932-29230038a667 v1.5.9-rc.2 v1.5.9",
    "cargo": "0.1.0-alpha.9 0.1.0-alpha.10 0.1.0 0.1.1 0.10.0",
    "maven": "1.0-alpha-1 1.0-alpha-2 1.0-beta-1 1.0-milestone-1 1.0-rc-1 1.0-SNAPSHOT 1.0 1.0-sp 1.0.1 1.1 "
    "2.0.0.Final 2.0.1.Final",
    "ruby": "1.0.a 1.0.a.2 1.0.b1 1.0.rc1 1.0 1.0.1.pre 1.0.1 1.0.1.1 1.10",
    "php": "1.0.0-dev 1.0.0-alpha1 1.0.0-alpha2 1.0.0-beta1 1.0.0-RC1 1.0.0-RC2 1.0.0 1.0.0-p1 1.0.0-p2 1.0.0.9 "
    "1.0.0.10 1.0.1",
}


@pytest.mark.parametrize("ecosystem", ORDERED)
def test_what_comes_before_what(ecosystem: str) -> None:
    pairs = list(combinations(ORDERED[ecosystem].split(), 2))
    assert [pair for pair in pairs if not order(ecosystem, pair[0]) < order(ecosystem, pair[1])] == []
    assert [pair for pair in pairs if order(ecosystem, pair[1]) < order(ecosystem, pair[0])] == []


@pytest.mark.parametrize(
    ("ecosystem", "one", "other"),
    [
        ("python", "1.0", "v1.0.0"),
        ("python", "2.0", "2.0+cu117"),
        ("cargo", "0.11.0", "0.11.0+wasi-snapshot-preview1"),
        ("go", "v2.0.0", "2.0.0+incompatible"),
        ("maven", "2.0", "2.0.0.Final"),
        ("npm", "01.2", "1.2.0"),
    ],
)
def test_the_same_version_in_two_ways(ecosystem: str, one: str, other: str) -> None:
    assert order(ecosystem, one) == order(ecosystem, other)


ECOSYSTEMS = st.sampled_from(sorted(ORDERED))
VERSIONS = st.text(st.sampled_from("0123456789.-+_!abcdevprc*~ vV²١é"), max_size=40) | st.text(max_size=20)


@given(ECOSYSTEMS, st.lists(VERSIONS, min_size=3, max_size=3))
def test_any_texts_have_an_order(ecosystem: str, versions: list[str]) -> None:
    first, second, third = sorted(order(ecosystem, version) for version in versions)
    assert first <= second <= third
    assert first <= third


@pytest.mark.parametrize("ecosystem", ORDERED)
@pytest.mark.parametrize("piece", ["1", "1.", "1-", "1a", "1.a", "-", ".", "a", " ", "0", "1_", "1!", "rc1."])
def test_a_hostile_version_costs_what_its_length_is(ecosystem: str, piece: str) -> None:
    def once(length: int) -> float:
        start = time.process_time()
        key = order(ecosystem, "1." + piece * length + "_")
        assert (key < order(ecosystem, "1.0")) is not (key >= order(ecosystem, "1.0"))
        return time.process_time() - start

    def seconds(length: int) -> float:
        """The least of three: on a busy machine one may be off."""
        return min(once(length) for _ in range(3))

    assert seconds(40_000) < 100 * max(0.001, seconds(2_000))
