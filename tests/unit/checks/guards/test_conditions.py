"""Conditions of six languages as one tree."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.checks.guards.conditions import Condition, Sort, atoms, condition, likeness


def shown(tree: Condition) -> str:
    """A tree as a text: ``all(not holds user.admin, above x 3)``."""
    if tree.atom is not None:
        atom = tree.atom
        bound = f" {atom.bound:g}" if atom.relation.value in ("above", "below") else ""
        mode = f" {atom.mode.value}" if atom.mode.value else ""
        return f"{atom.relation.value} {atom.left} {atom.right}".strip() + bound + mode
    if tree.sort is Sort.CONSTANT:
        return str(tree.value).lower()
    if tree.sort is Sort.NOT:
        return f"not {shown(tree.parts[0])}"
    return f"{'all' if tree.sort is Sort.ALL else 'any'}({', '.join(map(shown, tree.parts))})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a and b or c", "any(all(holds a, holds b), holds c)"),
        ("a && (b || !c)", "all(holds a, any(holds b, not holds c))"),
        ("not a and b", "all(not holds a, holds b)"),
        ("!a && b", "all(not holds a, holds b)"),
        ("not a == b", "not equal a b"),
        ("$user->isAdmin()", "holds user.isadmin"),
        ("self.user.is_admin", "holds user.isadmin"),
        ("user&.admin?", "holds user.admin"),
        ("user?.isAdmin", "holds user.isadmin"),
        ("Gate::denies($x)", "not holds gate.allows(x)"),
        ("x is None", "null x"),
        ("x is not None", "not null x"),
        ("x != nil", "not null x"),
        ("$x === null", "null x"),
        ("typeof x === 'undefined'", "null x"),
        ("len(x) > 0", "holds x"),
        ("x.size() >= 1", "holds x"),
        ("strlen($x) == 0", "not holds x"),
        ("x.length > 8", "above len(x) 8"),
        ("8 < x.length", "above len(x) 8"),
        ("x.length >= 8", "not below len(x) 8"),
        ("a + 4 > b", "above a b -4"),
        ("b < a + 4", "above a b -4"),
        ("0 <= i < n", "all(not below i 0, below i n 0)"),
        ("x in ('a', 'b')", 'has ("a","b") x'),
        ("x not in seen", "not has seen x"),
        ("!seen.includes(x)", "not has seen x"),
        ("in_array($x, $seen, true)", "has seen x strict"),
        ("name.lower() == 'a'", 'equal "a" name folded'),
        ("a.equalsIgnoreCase(b)", "equal a b folded"),
        ("re.match(r'^a', s)", 'matches s "^a" start'),
        ("s =~ /^a/", "matches s /^a/"),
        ("/^a/.test(s)", "matches s /^a/"),
        ("s.match(/^a/)", "matches s /^a/"),
        ("preg_match('/^a/', $s) === 1", 'matches s "/^a/"'),
        ("pattern.matcher(s).matches()", "holds pattern.matcher(s).matches"),
        ("x or True", "true"),
        ("false && x", "false"),
        ("True and x", "holds x"),
        ("!(x || true)", "false"),
        ("x == true", "holds x"),
        ("x == false", "not holds x"),
        ("ok, err := check(x); !ok", "not holds check(x).ok"),
        ("x instanceof Error", "type x error"),
        ("a == b == c", "holds a==b==c"),
        ("((((", "holds (((("),
        ("", "false"),
    ],
)
def test_conditions_are_read_into_one_form(text: str, expected: str) -> None:
    assert shown(condition(text)) == expected


@pytest.mark.parametrize(
    ("mine", "theirs", "least", "most"),
    [
        ("not user.is_admin", "!user.isAdmin()", 1.0, 1.0),
        ("a == b", "b != a", 1.0, 1.0),
        ("x > limit", "x > limit and y", 0.6, 0.99),
        ("user.can_read(page)", "user.can_read(book)", 0.6, 0.99),
        ("len(items) > 3", "not user.is_admin", 0.0, 0.3),
        ("host in allowed", "host in blocked", 0.4, 0.99),
    ],
)
def test_likeness_says_how_much_two_conditions_have_in_common(
    mine: str, theirs: str, least: float, most: float
) -> None:
    assert least <= likeness(mine, theirs) <= most
    assert likeness(mine, theirs) == likeness(theirs, mine)


@given(st.text(alphabet="ab()[]{}!&|<>=?:;,.'\"/\\ -+$@not in or", max_size=80))
def test_reading_never_fails(text: str) -> None:
    for atom in atoms(condition(text)):
        assert atom.left or atom.right or atom.relation
    assert 0 <= likeness(text, "a and b") <= 1


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000 + ")" * 2000,
        "!" * 4000,
        "not " * 1000,
        "a and (" * 500 + "b" + ")" * 500,
        "a or b and " * 350,
        "x.y(" * 1000,
        "'" * 3999,
        "\\'" * 2000,
        "/" * 4000,
        "/[" * 2000,
        "a < " * 1000,
        "a ? b : " * 500,
        "f(" * 900 + "a or b" + ")" * 900,
    ],
)
def test_hostile_texts_are_cheap(text: str) -> None:
    started = time.process_time()
    condition(text)
    likeness(text, text[1:])
    assert time.process_time() - started < 2
