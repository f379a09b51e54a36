"""Comments that silence scanners: which are of security, and what reason they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import suppressions
from bot.knowledge.suppressions import Comment


@pytest.mark.parametrize(
    "line",
    [
        "f();  // NOLINT",
        "f();  // NOLINT(cert-env33-c)",
        "f();  // NOLINT(cert-env33-c (why))",
        "f();  // NOLINT(cert-env33-c,()",
        "f();  // NOLINT(" + "a," * 200 + "cert-env33-c)",
        '@SuppressWarnings(("all"))',
        '@SuppressWarnings(value = ("java:S2076"))',
        "// NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.strcpy)",
        "f() //nolint:all",
        "/* eslint-disable */",
        "f() // eslint-disable-line -- trust me",
        '@SuppressWarnings("java:S2068")',
        '@SuppressWarnings({"unchecked", "squid:S2077"})',
        '@SuppressWarnings("all")',
        '@SuppressFBWarnings("SQL_INJECTION")',
    ],
)
def test_of_security(line: str) -> None:
    assert suppressions.of_security(line)


@pytest.mark.parametrize(
    "line",
    [
        "f();  // NOLINT(readability-magic-numbers)",
        "NOLINTED = 1",
        "f() //nolint:errcheck",
        "// eslint-disable-next-line no-console",
        '@SuppressWarnings("unchecked")',
        "x = 1  # noqa: E501",
        "x = 1  # type: ignore",
    ],
)
def test_of_style(line: str) -> None:
    assert suppressions.of_security(line) == []


_PIECES = (
    "nosemgrep", "# nosec", "noqa: S602", "nolint:gosec", "NOLINT(cert-env33-c)", "eslint-disable", "no-eval",
    "lgtm[py/x]", "codeql [js/x]", "checkov:skip=1", "tfsec:ignore:x", "trivy:ignore:x", "zizmor:  ignore[x]", "a", " ",
    "kics-scan ignore-line", "hadolint ignore=DL3008", "NOSONAR",
    "rubocop:disable Security/Eval", "brakeman:ignore", "=", "*/",
    "gitleaks:allow", "pragma: allowlist secret", "patchwarden:ignore", "phpcs:ignore WordPress.DB.x", '("all")',
    "@SuppressFBWarnings", '@SuppressWarnings("all")', "bcNOLINTde", "lgtm", "nosecret",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=4).map("".join), max_size=4))
def test_many_lines_say_what_each_says(lines: list[str]) -> None:
    told = [(number, found) for number, line in enumerate(lines, 1) if (found := suppressions.of_security(line))]
    assert list(suppressions.lines_of_security(list(enumerate(lines, 1)))) == told


@pytest.mark.parametrize(
    ("line", "marker", "rules", "reason"),
    [
        ("f()  # nosec B602 - the input is a constant", "nosec", ("B602",), "the input is a constant"),
        ("f()  # nosec: B602, B603 constant input", "nosec", ("B602", "B603"), "constant input"),
        ("f()  # nosec because it is constant", "nosec", (), "because it is constant"),
        ("f()  # nosec B602", "nosec", ("B602",), ""),
        ("f()  # nosec", "nosec", (), ""),
        ("f()  # nosec - ok", "nosec", (), ""),
        ("f() // #nosec G204 -- fixed program", "nosec", ("G204",), "fixed program"),
        ("f()  # noqa: S602, E501 the input is constant", "noqa", ("S602", "E501"), "the input is constant"),
        ("f()  # nosemgrep: python.os.flow - checked above", "nosemgrep", ("python.os.flow",), "checked above"),
        ("f();  // NOSONAR: the input is constant", "NOSONAR", (), "the input is constant"),
        ("f() //nolint:gosec // the input is constant", "nolint", ("gosec",), "the input is constant"),
        ("f(); // NOLINT(cert-env33-c): fixed string", "NOLINT", ("cert-env33-c",), "fixed string"),
        (
            "f() // eslint-disable-line security/detect-child-process -- fixed program",
            "eslint-disable-line",
            ("security/detect-child-process",),
            "fixed program",
        ),
    ],
)
def test_the_reason_is_what_stands_beyond_the_rules(
    line: str, marker: str, rules: tuple[str, ...], reason: str
) -> None:
    (comment,) = suppressions.on_line(line)
    assert (comment.marker, comment.rules, comment.reason) == (marker, rules, reason)
    assert line[: comment.start].strip() in ("f()", "f();")


@pytest.mark.parametrize("line", ["f()  # nosecurity here", "f(nosec)", '@SuppressWarnings("all")', "x  # noqa"])
def test_what_is_no_comment_with_a_reason(line: str) -> None:
    assert list(suppressions.on_line(line)) == []


@pytest.mark.parametrize(
    ("rules", "rule", "cwe", "about"),
    [
        ((), "python.os.flow", 78, True),
        (("B602",), "python.os.flow", 78, True),
        (("S608",), "python.sql.injection", 89, True),
        (("B101",), "python.os.flow", 78, False),
        (("E501",), "python.os.flow", 78, False),
        (("G204",), "go.exec.flow", 78, True),
        (("gosec",), "go.exec.flow", 78, True),
        (("python.os.flow",), "python.os.flow", 78, True),
        (("os.flow",), "python.os.flow", 78, True),
        (("flow2",), "python.os.flow", 78, False),
        (("security/detect-child-process",), "javascript.exec.flow", 78, False),
    ],
)
def test_which_findings_a_comment_is_about(rules: tuple[str, ...], rule: str, cwe: int, about: bool) -> None:
    assert suppressions.speaks_of(Comment("nosec", rules, "a reason", 0), rule, cwe) is about


@given(st.text(st.sampled_from("#/ nosecNOLINTaqmgrp:-B602,(*)é\t"), max_size=60))
def test_any_line_is_read(line: str) -> None:
    for comment in suppressions.on_line(line):
        assert 0 <= comment.start < len(line)
