"""Checks: what a condition, a conversion or a name tells of a value, and of which values."""

from __future__ import annotations

import pytest

from tests.unit.taint.judging import CANNOT, CANNOT_IN_DOUBT, HAPPENS, HAPPENS_IN_DOUBT, UNKNOWN, judged, within

_IMPORTS = "import checks, re\nfrom urllib.parse import urlparse\n"
_VALIDATORS = {"checks.good": "true", "checks.bad": "false", "checks.ensured": "return", "checks": "nothing"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # truth.py, conditions.py
        ("a == 'x'", CANNOT),
        ("a != 'x'", HAPPENS),
        ("not a != 'x'", CANNOT),
        ("a in ('x', 'y')", CANNOT),
        ("a in {'x': 1}", CANNOT),
        ("a in unknown", CANNOT),
        ("a in [a]", HAPPENS),
        ("a is None", CANNOT),
        ("a == 'x' or a == 'y'", CANNOT),
        ("a == 'x' or unknown", HAPPENS),
        ("a == 'x' and unknown", CANNOT),
        ("b == 'x'", HAPPENS),
        ("isinstance(a, int)", HAPPENS),
        # validators.py
        ("a.isdigit()", CANNOT),
        ("a.startswith('x')", HAPPENS),
        ("re.fullmatch('[a-z]+', a)", CANNOT),
        ("re.match('[a-z]+$', a)", CANNOT),
        ("re.match('[a-z]+', a)", HAPPENS),
        ("re.match('.*$', a)", HAPPENS),
        ("re.search('^[a-z]+$', a)", HAPPENS),
        ("re.compile('[a-z]+').fullmatch(a)", CANNOT),
        ("urlparse(a).netloc == 'example.org'", CANNOT),
        ("not urlparse(a).netloc", CANNOT),
        ("urlparse(a).path == 'x'", HAPPENS),
        ("urlparse(a).hostname in ('example.org',)", CANNOT),
    ],
)
def test_a_condition_tells_of_the_value_that_it_looks_at(condition: str, expected: str) -> None:
    assert judged(_IMPORTS + within(f"a, b = SOURCE, other\nif {condition}:\n    sink(a)\n")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if checks.good(a):\n    sink(a)\n", CANNOT),
        ("if not checks.good(a):\n    sink(a)\n", HAPPENS),
        ("if not checks.bad(a):\n    sink(a)\n", CANNOT),
        ("checks.ensured(a)\nsink(a)\n", CANNOT),
        ("if checks.is_safe(a):\n    sink(a)\n", HAPPENS),
    ],
)
def test_a_library_checks_what_the_data_says(body: str, expected: str) -> None:
    assert judged(_IMPORTS + within("a = SOURCE\n" + body), validators=_VALIDATORS) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if is_safe(a):\n    sink(a)\n", HAPPENS_IN_DOUBT),
        ("if is_unsafe(a):\n    sink(a)\n", HAPPENS),
        ("if is_unsafe(a):\n    return\nsink(a)\n", HAPPENS_IN_DOUBT),
        ("if not validate(a):\n    return\nsink(a)\n", HAPPENS_IN_DOUBT),
        ("log(a)\nsink(a)\n", HAPPENS),
        ("validate(a)\nsink(a)\n", HAPPENS),
        ("sink(unknown.sanitize(a))\n", CANNOT_IN_DOUBT),
    ],
)
def test_a_name_that_sounds_like_a_check_is_a_doubt(body: str, expected: str) -> None:
    assert judged(within("a = SOURCE\n" + body), doubts=True) == expected


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("def is_safe(q):\n    return q in ('x', 'y')\n", CANNOT),
        ("def is_safe(q):\n    return True\n", HAPPENS),
        ("def is_safe(q):\n    return unknown(q) == 3\n", HAPPENS_IN_DOUBT),
        ("def is_safe(q):\n    if q not in ('x', 'y'):\n        return False\n    return True\n", CANNOT),
    ],
)
def test_a_check_of_the_file_tells_what_its_body_does(check: str, expected: str) -> None:
    assert judged(check + within("a = SOURCE\nif is_safe(a):\n    sink(a)\n"), doubts=True) == expected


def test_what_gives_up_is_not_judged() -> None:
    assert judged(within("a = SOURCE\nif globals():\n    sink(a)\n")) == UNKNOWN
