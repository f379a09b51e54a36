"""Models of lists, tuples, sets and dictionaries: how they are made, and their methods."""

from __future__ import annotations

import pytest

from tests.unit.taint.judging import CANNOT, HAPPENS, judged, within


@pytest.mark.parametrize(
    ("change", "held", "expected"),
    [
        ("xs.append(SOURCE)", "xs", HAPPENS),
        ("xs.append(SOURCE)", "xs[0]", CANNOT),
        ("xs.append(SOURCE)", "ys", CANNOT),
        ("xs.extend(['d', SOURCE])", "xs", HAPPENS),
        ("xs.insert(0, SOURCE)", "xs", HAPPENS),
        ("xs.append(SOURCE); a = xs.pop()", "a", HAPPENS),
        ("xs.append(SOURCE); a = xs.pop()", "xs", CANNOT),
        ("xs.append(SOURCE); a = xs.pop(0)", "a", CANNOT),
        ("xs.append(SOURCE); xs.reverse()", "xs[0]", HAPPENS),
        ("xs.append(SOURCE); xs.sort()", "xs[0]", HAPPENS),
        ("xs.append(SOURCE); xs.clear()", "xs", CANNOT),
        ("xs.append(SOURCE); a = xs.copy(); xs.clear()", "a", HAPPENS),
        ("a = xs.copy(); a.append(SOURCE)", "xs", CANNOT),
        ("xs.append(SOURCE); xs.remove('b')", "xs", HAPPENS),
        ("a = SOURCE; b = xs.index(a)", "xs", CANNOT),
        ("a = list(xs); a.append(SOURCE)", "xs", CANNOT),
        ("a = (*xs, SOURCE)", "a.count('b')", CANNOT),
        ("s = set(); s.add(SOURCE)", "s", HAPPENS),
        ("s = {SOURCE}; r = s.union({'b'})", "r", HAPPENS),
        ("s = {SOURCE}; r = {'b'}; r.update(['d'])", "r", CANNOT),
        ("s = frozenset([SOURCE])", "s", HAPPENS),
        ("t['k'] = SOURCE", "t.get('k')", HAPPENS),
        ("t['k'] = SOURCE", "t.get('m', 'd')", CANNOT),
        ("t['k'] = SOURCE", "t.get(unknown)", HAPPENS),
        ("a = t.get('n', SOURCE)", "a", HAPPENS),
        ("a = t.get('k', SOURCE)", "a", CANNOT),
        ("a = t.setdefault('n', SOURCE)", "t['n']", HAPPENS),
        ("t['k'] = SOURCE; a = t.pop('k')", "a", HAPPENS),
        ("t['k'] = SOURCE; a = t.pop('k')", "t", CANNOT),
        ("t['k'] = SOURCE; a = t.popitem()", "a", HAPPENS),
        ("t.update({'k': SOURCE})", "t['k']", HAPPENS),
        ("t.update({'k': SOURCE})", "t['m']", CANNOT),
        ("t.update(k=SOURCE)", "t['k']", HAPPENS),
        ("t.update(unknown, k=SOURCE)", "t['k']", HAPPENS),
        ("t['k'] = SOURCE; a = list(t.values())", "a", HAPPENS),
        ("t['k'] = SOURCE\nfor a, b in t.items():\n    pass", "b", HAPPENS),
        ("t['k'] = SOURCE\nfor a, b in t.items():\n    pass", "a", CANNOT),
        ("t['k'] = SOURCE; a = t.copy(); t.clear()", "a['k']", HAPPENS),
        ("t[SOURCE] = 'd'", "list(t)", HAPPENS),
        ("a = dict(t, n=SOURCE)", "a['n']", HAPPENS),
        ("a = dict(t, n=SOURCE)", "a['k']", CANNOT),
    ],
)
def test_a_container_gives_out_what_was_put_in(change: str, held: str, expected: str) -> None:
    body = f"xs, ys, t = ['b', 'c'], ['b'], {{'k': 'b', 'm': 'c'}}\na = 'd'\n{change}\nsink({held})\n"
    assert judged(within(body)) == expected
