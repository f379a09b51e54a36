"""Guards: texts compared before and after an edit, regular expressions without running them, and what is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import changed_file, snapshot
from workers.checks.guards import Guards
from workers.checks.guards.edits import Edit, edit, likeness, raised, unwraps, weaker, widened
from workers.checks.guards.patterns import ambiguous, loosened


@pytest.mark.parametrize(
    ("before", "after", "refuses", "expected"),
    [
        ("a or b", "a", True, True),
        ("a and b", "a", True, False),
        ("a and b", "a", False, True),
        ("a || b", "a", False, False),
        ("a", "a || b", False, True),
        ("a", "a && b", True, True),
        ("a", "b", True, None),
        ("a and b or c", "a and b", True, None),
        ("a || b", "a && b", True, True),
        ("a || b", "a && b", False, False),
        ("a and b", "a or b", False, True),
    ],
)
def test_the_logic_of_a_condition(before: str, after: str, refuses: bool, expected: bool | None) -> None:
    assert weaker(before, after, refuses=refuses) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("compare_digest(a, b)", "a == b", True),
        ("MessageDigest.isEqual(a, b)", "Arrays.equals(a, b)", True),
        ("re.fullmatch(p, a)", "re.match(p, a)", True),
        ("PATTERN.matcher(a).matches()", "PATTERN.matcher(a).find()", True),
        ("domain == allowed", "domain.endswith(allowed)", True),
        ("path.is_relative_to(root)", "str(path).startswith(str(root))", True),
        ("path.startswith(root + os.sep)", "path.startswith(root)", True),
        ('strings.HasPrefix(p, root + "/")', "strings.HasPrefix(p, root)", True),
        ("domain.endswith(allowed)", "domain == allowed", False),
        ("a == b", "compare_digest(a, b)", False),
        ('kind != "a"', "!kinds.includes(kind)", False),
        ("path.startswith(root)", "path.startswith(root + os.sep)", False),
    ],
)
def test_a_comparison_that_accepts_what_only_looks_right(before: str, after: str, expected: bool) -> None:
    assert widened(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("len(a) > 100", "len(a) > 1000", True),
        ("100", "10 * 1024", True),
        ("1024 * 1024", "64 * 1024 * 1024", True),
        ("len(a) > 100", "len(a) > 120", False),
        ("len(a) > 100", "len(a) > 10", False),
        ("len(a) > 100", "len(b) > 1000", False),
    ],
)
def test_a_bound_that_is_at_least_twice_as_high(before: str, after: str, expected: bool) -> None:
    assert raised(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (r"r'^\d+$'", r"r'\d+$'", True),
        (r"/\A[a-z0-9]+\z/i", r"/[a-z0-9]+/i", True),
        (r"'~^text/css~i'", r"'~text/css~i'", True),
        (r"re.compile(r'\d')", r"re.compile(r'\d+')", True),
        (r"'[a-z]+'", r"'[a-z.]+'", True),
        (r"'a{1,8}'", r"'a{1,80}'", True),
        (r"'\w'", r"'.'", True),
        (r"'[^/]+'", r"'[^\n]+'", False),
        (r"'a'", r"'a|b'", True),
        (r"'^a+$'", r"'^a$'", False),
        (r"r'\d+$'", r"r'^\d+$'", False),
        (r"'[a-z.]+'", r"'[a-z]+'", False),
        (r"'abc'", r"'xyz'", False),
    ],
)
def test_a_pattern_that_accepts_more(before: str, after: str, expected: bool) -> None:
    assert loosened(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (r"r'^[^/]*$'", r"r'^(a+)+$'", True),
        (r"rb'[\r\n]+x'", r"rb'[\r\n]*\s*x'", True),
        (r"'^a+b+$'", r"'^a+,b+$'", False),
        (r"'^(a+)+$'", r"'^a+$'", False),
        (r"'a'", r"'a+:a+'", False),
    ],
)
def test_a_pattern_that_a_long_text_makes_slow(before: str, after: str, expected: bool) -> None:
    assert ambiguous(before, after) is expected


def test_a_call_that_was_only_taken_away() -> None:
    assert unwraps("go(escape(a), b)", "go(a, b)", "escape(a)", "a")
    assert not unwraps("go(escape(a), b)", "go(a)", "escape(a)", "a")
    assert not unwraps("go(b)", "go(b)", "escape()", "")


@given(st.text(max_size=60))
def test_an_unchanged_text_is_unchanged(text: str) -> None:
    assert edit(text, text) is Edit.SAME
    assert likeness(text, text) == 1.0
    assert weaker(text, text, refuses=True) is None
    assert not any(compared(text, text) for compared in (loosened, ambiguous, widened, raised))


@given(st.text("abc.*+?()[]{}|^$\\d-12,'/", max_size=40), st.text("abc.*+?()[]{}|^$\\d-12,'/", max_size=40))
def test_any_two_expressions_can_be_compared(before: str, after: str) -> None:
    quoted = f"r'{before}'", f"r'{after}'"
    assert not (loosened(*quoted) and loosened(*reversed(quoted)))
    assert not (ambiguous(*quoted) and ambiguous(*reversed(quoted)))


TOPICS = {
    "a header": ('    response.headers["X-Frame-Options"] = "DENY"\n', "guards.header-removed"),
    "a host that is no address": ("    if has_run(host) and not allowed(host):\n        raise Denied(1)\n", None),
    "a token of forms, whatever else is said": (
        "    check_csrf(token, url=server.url, host=server.host, scheme='https')\n",
        "guards.csrf-removed",
    ),
}


@pytest.mark.parametrize(("gone", "rule"), TOPICS.values(), ids=TOPICS)
def test_what_it_was_about(gone: str, rule: str | None) -> None:
    around = "    load(form)\n    audit(form)\n    trace(form)\n"
    (told,) = (
        Guards().run(snapshot(changed_file("a.py", f"def f(form):\n{gone}{around}", f"def f(form):\n{around}"))).head
    )
    assert told.rule == rule if rule else "redirect" not in told.rule


def test_a_long_text_that_begins_alike_is_shown_where_it_differs() -> None:
    base = "".join(f"    field_{n},\n" for n in range(20))
    base = f"def validate(form):\n  return check_fields(\n{base}    check_owner(form),\n  )\n"
    (told,) = Guards().run(snapshot(changed_file("a.py", base, base.replace("    check_owner(form),\n", "")))).head
    assert "`check_owner(form),`" in told.message


def test_a_line_that_a_call_does_without_now() -> None:
    gone = '        "only_over_https_and_never_in_the_clear",\n'
    before = "".join(f"        the_form_that_somebody_has_sent_with_a_name_number_{number},\n" for number in range(4))
    base = f"def save(form):\n    return validate_strictly(\n{before}{gone}    )\n"
    (finding,) = Guards().run(snapshot(changed_file("app/auth.py", base, base.replace(gone, "")))).head
    assert "`; what stood around it is there without it. Does it still refuse as much?" in finding.message
