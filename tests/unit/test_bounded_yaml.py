"""What strangers wrote is read within bounds, and what is beyond is refused with its line."""

from __future__ import annotations

import time

import pytest
import yaml

from bot.bounded_yaml import Bounds, Refused, key_lines, load
from bot.policy import Policy, PolicyError, parse

BOUNDS = Bounds(size=64_000, depth=10, values=1_000)


def doubled(levels: int, start: str = "[x, x]", merge: str = "[*l{0}, *l{0}]") -> str:
    """A list of two, and on each level a list of two of the one before: 2 ** levels values."""
    rows = [f"l0: &l0 {start}"]
    rows += [f"l{number}: &l{number} {merge.format(number - 1)}" for number in range(1, levels)]
    return "\n".join(rows) + "\n"


BOMBS = {
    "lists of aliases": (doubled(40), "stands for more than", 8),
    "mappings of aliases": (doubled(40, "{a: 1, b: 2}", "{{a: *l{0}, b: *l{0}}}"), "stands for more than", 7),
    "merged mappings": (doubled(40, "{a: 1, b: 2}", "{{<<: [*l{0}, *l{0}]}}"), "stands for more than", 7),
    "an alias inside of what it repeats": ("a: &a\n  - *a\n", "inside of what it repeats", 2),
    "an alias to nothing": ("a: 1\nb: *a\n", "repeats nothing", 2),
    "deep flow lists": ("a: " + "[" * 20_000, "nests deeper than 10 levels", 1),
    "deep flow mappings": ("a: " + "{a: " * 9_000, "nests deeper than 10 levels", 1),
    "deep block lists": ("- " * 20_000 + "a", "nests deeper than 10 levels", 1),
    "deep keys": ("? " * 20_000 + "a", "nests deeper than 10 levels", 1),
    "deep block mappings": ("".join(f"{' ' * n}a:\n" for n in range(300)), "nests deeper than 10 levels", 11),
    "a long list": ("a:\n" + "- x\n" * 5_000, "stands for more than", 999),
    "a long text": ("# " + "x" * 64_000, "longer than 64,000 characters", None),
    "a number without end": ("a: " + "9" * 5_000, "not YAML", None),
    "a day that never was": ("a: 2026-02-31", "not YAML", None),
    "a tag that makes objects": ("a: !!python/object/apply:os.system [x]", "not YAML", 1),
    "a key that is a list": ("? [a]\n: b", "not YAML", 1),
    "a character that cannot be": ("a: \x00", "not YAML", None),
}


@pytest.mark.parametrize(("text", "reason", "line"), BOMBS.values(), ids=BOMBS)
def test_what_is_beyond_the_bounds_is_refused_at_once(text: str, reason: str, line: int | None) -> None:
    start = time.process_time()
    with pytest.raises(Refused) as caught:
        load(text, BOUNDS)
    assert time.process_time() - start < 1.0
    assert reason in caught.value.reason
    assert caught.value.line == line


@pytest.mark.parametrize(("text", "reason", "line"), BOMBS.values(), ids=BOMBS)
def test_a_policy_beyond_the_bounds_names_line_and_remedy(text: str, reason: str, line: int | None) -> None:
    """The bounds of a policy are wider than those of this test: then its settings are refused for what they are."""
    del reason, line
    start = time.process_time()
    with pytest.raises(PolicyError) as caught:
        parse(text)
    assert time.process_time() - start < 2.0
    assert str(caught.value).startswith(".patchwarden.yml")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["a: [1, 'b', null]\n", "", "a: &x [1]\nb: *x\nc: {d: *x}\n", "--- \na: 2026-01-01\n"])
def test_what_is_within_the_bounds_is_read_as_ever(text: str) -> None:
    assert load(text, BOUNDS) == yaml.safe_load(text)


def test_keys_are_found_at_their_lines() -> None:
    assert key_lines("a: 1\n\nb: &b {c: 2}\n3: *b\n") == {"a": 1, "b": 3, "3": 4}
    assert key_lines("[a]") == key_lines("") == {}


def test_an_anchor_holds_for_its_document_alone() -> None:
    with pytest.raises(Refused, match="repeats nothing"):
        load("a: &a 1\n---\nb: *a\n", BOUNDS)


def test_aliases_are_allowed_in_a_policy() -> None:
    text = "test-paths: &both ['a/', 'b/']\nexclude: *both\n"
    assert parse(text) == Policy(test_paths=("a/", "b/"), exclude=("a/", "b/"))
