"""What strangers wrote is read within bounds, and what is beyond is refused with its line."""

from __future__ import annotations

import time

import pytest
import yaml

from bot.bounded_yaml import Bounds, Items, Node, Pairs, Refused, Scalar, load, with_lines
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
    try:
        said = parse(text).problems
    except PolicyError as error:
        said = (str(error),)
    assert time.process_time() - start < 2.0
    assert said
    assert all(problem.startswith(".patchwarden.yml") and len(problem) < 400 for problem in said)


@pytest.mark.parametrize("text", ["a: [1, 'b', null]\n", "", "a: &x [1]\nb: *x\nc: {d: *x}\n", "--- \na: 2026-01-01\n"])
def test_what_is_within_the_bounds_is_read_as_ever(text: str) -> None:
    assert load(text, BOUNDS) == yaml.safe_load(text)


def plain(node: Node | None) -> object:
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Pairs):
        return {key.value: plain(value) for key, value in node.pairs}
    return node.value if node else None


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 'b', null]\n",
        "",
        "a: &x [1]\nb: *x\nc: {d: *x}\n",
        "--- \na: 2026-01-01\n",
        "a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\nc: {<<: [*a, {x: 4, z: 5}]}\n",
        "a: !!set {b, c}\n",
    ],
)
def test_with_its_lines_a_text_holds_the_same(text: str) -> None:
    assert plain(with_lines(text, BOUNDS)) == yaml.safe_load(text)


def test_everything_has_its_line() -> None:
    found = with_lines("a: 1\n\nb: &b\n  - c: 007\n3: *b\n", BOUNDS)
    listed = Items(3, (Pairs(4, ((Scalar(4, "c", "c"), Scalar(4, 7, "007")),)),))
    assert found == Pairs(
        1, ((Scalar(1, "a", "a"), Scalar(1, 1, "1")), (Scalar(3, "b", "b"), listed), (Scalar(5, 3, "3"), listed))
    )


def test_a_key_that_stands_twice_is_there_twice_and_one_that_is_taken_over_is_not() -> None:
    twice = with_lines("a: 1\na: 2\nb: &b {c: 1}\nd: {<<: *b, c: 2}\n", BOUNDS)
    assert isinstance(twice, Pairs)
    assert [key.text for key, _ in twice.pairs] == ["a", "a", "b", "d"]
    assert twice.pairs[3][1] == Pairs(4, ((Scalar(4, "c", "c"), Scalar(4, 2, "2")),))


def test_a_day_that_never_was_is_its_text() -> None:
    assert with_lines("2026-02-31", BOUNDS) == Scalar(1, "2026-02-31", "2026-02-31")


@pytest.mark.parametrize("text", ["? [a]\n: b", "a: !!python/object/apply:os.system [x]", "!x a", "a: 1\n---\nb: 2\n"])
def test_what_has_no_lines_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        with_lines(text, BOUNDS)


def test_an_anchor_holds_for_its_document_alone() -> None:
    with pytest.raises(Refused, match="repeats nothing"):
        load("a: &a 1\n---\nb: *a\n", BOUNDS)


def test_aliases_are_allowed_in_a_policy() -> None:
    text = "test-paths: &both ['a/', 'b/']\nexclude: *both\n"
    assert parse(text) == Policy(test_paths=("a/", "b/"), exclude=("a/", "b/"))
