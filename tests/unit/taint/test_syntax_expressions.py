"""Expressions, one or two rows a kind: data that is in the value goes on, data that is not in it does not."""

from __future__ import annotations

import textwrap

import pytest

from tests.unit.taint.judging import CANNOT, HAPPENS, judged, within


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # literals.py, strings.py
        ("f'x{a}y'", HAPPENS),
        ("f'{b!r:>4}{a}'", HAPPENS),
        ("f'x{b}y'", CANNOT),
        ("'x' 'y' f'{a}'", HAPPENS),
        ("b'x' b'y'", CANNOT),
        ("[1, 2.5, 0x1f, ..., None, True]", CANNOT),
        # expressions.py
        ("(a)", HAPPENS),
        ("[b, a]", HAPPENS),
        ("(b, *[a])", HAPPENS),
        ("{'k': b, **{'m': a}}", HAPPENS),
        ("{b, a}", HAPPENS),
        ("(d := a) + b", HAPPENS),
        ("(lambda q: q)(a)", HAPPENS),
        ("(lambda q: b)(a)", CANNOT),
        ("[b, 'x']", CANNOT),
        # subscripts.py
        ("[b, a][1]", HAPPENS),
        ("[b, a][0]", CANNOT),
        ("[b, a][-2]", CANNOT),
        ("(b, a)[1:]", HAPPENS),
        ("(b, b)[unknown:] if a else b", CANNOT),
        ("{'k': a, 'm': b}['k']", HAPPENS),
        ("{'k': a, 'm': b}['m']", CANNOT),
        ("{'k': a, 'm': b}[unknown]", HAPPENS),
        ("[[b], [a]][0][0]", CANNOT),
        ("a[0]", HAPPENS),
        # operators.py
        ("b + a", HAPPENS),
        ("'%s-%s' % (b, a)", HAPPENS),
        ("'%(k)s' % {'k': b, 'm': 'y'}", CANNOT),
        ("[b] + [a]", HAPPENS),
        ("([b] + [a])[0]", CANNOT),
        ("{'k': b} | {'m': a}", HAPPENS),
        ("a * 2", HAPPENS),
        ("-1", CANNOT),
        # conditions.py
        ("a if unknown else b", HAPPENS),
        ("a if False else b", CANNOT),
        ("b or a", CANNOT),
        ("'' or a", HAPPENS),
        ("'' and a", CANNOT),
        ("b and a", HAPPENS),
        ("a == b", CANNOT),
        ("not a", CANNOT),
        ("b < a < 'z'", CANNOT),
        # comprehensions.py
        ("[q for q in [b, a]]", HAPPENS),
        ("{q: r for q, r in [('k', a)]}", HAPPENS),
        ("{q: b for q in [a]}", HAPPENS),
        ("{q: b for q in 'km' if a}['k']", CANNOT),
        ("{q for q in [a]}", HAPPENS),
        ("[q for q in [b, a] if False]", CANNOT),
        ("[b for q in [a]]", CANNOT),
        ("[r for q in [[b], [a]] for r in q]", HAPPENS),
        ("list(q for q in [a])", HAPPENS),
    ],
)
def test_what_an_expression_is_worth(value: str, expected: str) -> None:
    assert judged(within(f"a, b = SOURCE, 'safe'\nsink({value})\n")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # attributes.py
        ("o.x = SOURCE\nsink(o.x)\n", HAPPENS),
        ("o.x = SOURCE\nsink(o.y)\n", CANNOT),
        ("p = o\np.x = SOURCE\nsink(o.x)\n", HAPPENS),
        ("p = Thing('t')\np.x = SOURCE\nsink(o.x)\n", CANNOT),
        ("o.x = SOURCE\no.x = 'safe'\nsink(o.x)\n", CANNOT),
        ("sink(Thing(SOURCE).shown)\n", HAPPENS),
        ("sink(Thing('t', SOURCE).shown)\n", CANNOT),
        ("library.held = SOURCE\nsink(library.held)\n", HAPPENS),
        # expressions.py
        ("a = b = SOURCE\nsink(b)\n", HAPPENS),
        ("a = [c := SOURCE, 'x']\nsink(c)\n", HAPPENS),
        ("a = [SOURCE]\nb = a\nb[0] = 'safe'\nsink(a)\n", CANNOT),
        ("a = b'x'\nsink(a if SOURCE else b'y')\n", CANNOT),
    ],
)
def test_names_and_attributes_hold_what_was_put_there(body: str, expected: str) -> None:
    program = """
        import library
        class Thing:
            def __init__(self, x, y='y'):
                self.x = x
                self.y = y
            @property
            def shown(self):
                return self.x
    """
    assert judged(textwrap.dedent(program) + within("o = Thing('r')\n" + body)) == expected
