"""The comments by which people silence security scanners, and the reasons beside them.

None that a change adds silences anything: each is told. One that stood in the merge base, with a reason, goes on
holding for the flaw that it hid there (:mod:`bot.review.inline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_NAMED = (
    "nosemgrep", "nosec", "noqa: S", "NOSONAR", "nolint", "NOLINT", "eslint-disable", "patchwarden:ignore",
    "@SuppressWarnings", "@SuppressFBWarnings", "gitleaks:allow", "allowlist secret", "checkov:skip", "tfsec:ignore",
    "trivy:ignore", "zizmor: ignore", "rubocop:disable Security", "brakeman:ignore", "lgtm[", "codeql[",
)  # fmt: skip
"""As they stand beside a flaw, whatever else their line says."""
_OF_SECURITY = re.compile(
    r"nosemgrep(?:\s*:\s*[\w.,\s-]+)?"
    r"|#\s*nosec\b(?:[:\s]+[BG]\d+)?"
    r"|noqa:\s*(?:[A-Z]+\d+[,\s]+)*S\d{3}"
    r"|\bNOSONAR\b"
    r"|nolint:[\w,]*\b(?:gosec|all)\b"
    r"|\bNOLINT(?:NEXTLINE|BEGIN)?(?:\((?:[^)\n]{0,300}?(?:cert-|security|bugprone-)[^)\n]{0,300}\)|\*\)|[^)\n]{301})|(?![\w(]))"
    r"|eslint-disable(?:(?!eslint-disable)[^\n])*?(?:security|no-eval|no-implied-eval|no-new-func|no-script-url|no-danger|no-unsanitized)"
    r"[\w/-]*"
    r"|eslint-disable(?:-next-line|-line)?(?=\s*(?:\*/|--|$))"
    r"|\blgtm\s*\[[\w/-]+\]|\bcodeql\s*\[[\w/-]+\]"
    r"|(?:checkov:skip|tfsec:ignore|trivy:ignore|zizmor:\s*ignore|kics-scan\s+ignore|hadolint\s+ignore)\S*"
    r"|rubocop:disable\s+Security/\w+|brakeman:ignore"
    r"|gitleaks:allow|pragma:\s*allowlist\s+secret|patchwarden:ignore"
    r"|phpcs:ignore\s+WordPress\.(?:Security|DB)[\w.]*"
    r"|@SuppressFBWarnings\b"
    r'|@SuppressWarnings\([^)\n]{0,300}?"(?:all|(?:java|squid|findsecbugs|javasecurity):[\w:.-]+)"'
)
"""Those that silence a rule of security, e.g. ``# noqa: S602`` and not ``# noqa: E501``."""
_WORDS = (
    "nosemgrep", "nosec", "noqa:", "NOSONAR", "nolint:", "NOLINT", "eslint-disable", "lgtm", "codeql", "checkov:skip",
    "tfsec:ignore", "trivy:ignore", "zizmor:", "kics-scan", "hadolint", "rubocop:disable", "brakeman:ignore",
    "gitleaks:allow", "pragma:", "patchwarden:ignore", "phpcs:ignore", "@SuppressFBWarnings", "@SuppressWarnings",
)  # fmt: skip
"""One stands in whatever the pattern finds; looking for them is fifty times faster."""


def first_in(lines: list[str]) -> str:
    """The first word of a suppression in a flaw's lines; ``""`` without one."""
    return next((word for line in lines for word in _NAMED if word in line), "")


def of_security(line: str) -> list[str]:
    """The suppressions of security rules in one line, as they stand there."""
    return [match.group() for match in _OF_SECURITY.finditer(line)]


def lines_of_security(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """The lines that have suppressions of security rules, each by its number and with what stands there."""
    text = "\n".join(line for _, line in lines)
    words = [word for word in _WORDS if word in text]
    for number, line in lines if words else ():
        if any(word in line for word in words) and (found := of_security(line)):
            yield number, found


@dataclass(frozen=True, slots=True)
class Comment:
    """A suppression on the line of the flaw itself."""

    marker: str
    """The tool's word, e.g. ``nosec``."""
    rules: tuple[str, ...]
    """The rules that it names, as they stand there; none: it means all of them."""
    reason: str
    """What the text beyond the rules says; ``""`` where it says nothing."""
    start: int
    """Where the comment begins in its line, so that the code is what stands before it."""


_ID = r"[\w./:-]*[\w/]"
_IDS = rf"{_ID}(?:\s*,\s*{_ID})*"
_WITH_REASON: Mapping[str, re.Pattern[str]] = {
    "nosec": re.compile(
        r"(?:#|//)\s*+(?:#\s*+)?nosec\b[:\s]*(?P<rules>[BG]\d{3}(?:[,\s]+[BG]\d{3})*)?(?![\w,])(?P<rest>[^\n]*)"
    ),
    "noqa": re.compile(r"#\s*noqa:\s*(?P<rules>[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)(?!\w)(?P<rest>[^\n]*)"),
    "nosemgrep": re.compile(rf"(?:#|//|--)\s*nosemgrep\b(?:\s*:\s*(?P<rules>{_IDS}))?(?P<rest>[^\n]*)"),
    "NOSONAR": re.compile(r"(?:#|//)\s*NOSONAR\b(?P<rules>)(?P<rest>[^\n]*)"),
    "nolint": re.compile(r"//\s*nolint:(?P<rules>[\w,]+)(?P<rest>[^\n]*)"),
    "NOLINT": re.compile(r"//\s*NOLINT\((?P<rules>[^)\n]{0,300})\)(?P<rest>[^\n]*)"),
    "eslint-disable-line": re.compile(
        rf"(?://|/\*)\s*eslint-disable-line\s+(?P<rules>{_IDS})\s+--(?P<rest>[^\n]*)"
    ),
}  # fmt: skip
_AROUND_REASON = " \t\r-\u2013\u2014:,.;#/*"
_SHORTEST_REASON = 8
"""Letters: ``ok`` and ``false`` are none."""


def on_line(line: str) -> Iterator[Comment]:
    """The suppressions at the end of a line of code, each with its reason."""
    for marker, form in _WITH_REASON.items():
        found = form.search(line)
        if found is not None:
            rules = tuple(filter(None, re.split(r"[,\s]+", found["rules"] or "")))
            reason = " ".join(found["rest"].strip(_AROUND_REASON).split())
            enough = sum(character.isalpha() for character in reason) >= _SHORTEST_REASON
            yield Comment(marker, rules, reason if enough else "", found.start())


_COMMAND, _SQL, _CODE, _DATA = frozenset((77, 78, 88)), frozenset((89,)), frozenset((94, 95)), frozenset((502,))
_XML, _CRYPTO, _TLS = frozenset((611, 776, 91)), frozenset((326, 327, 328, 916)), frozenset((295, 319, 326, 327, 757))
_HTML, _RANDOM, _SECRET = frozenset((79, 80, 116)), frozenset((330, 335, 338)), frozenset((259, 522, 798))
_PATH, _REQUEST = frozenset((22, 23, 36, 73)), frozenset((918, 939))
_WEAKNESS_OF: Mapping[str, frozenset[int]] = {
    **dict.fromkeys("102 307".split(), _CODE),
    **dict.fromkeys("105 106 107".split(), _SECRET),
    **dict.fromkeys("301 302 403 506".split(), _DATA),
    **dict.fromkeys("303 304 305 324 413 505".split(), _CRYPTO),
    **dict.fromkeys("501 502 503 323 309".split(), _TLS),
    **dict.fromkeys("311".split(), _RANDOM),
    **dict.fromkeys("308 701 703 704".split(), _HTML),
    **dict.fromkeys("313 314 315 316 317 318 319 320".split(), _XML),
    **dict.fromkeys("602 603 604 605 606 607 609".split(), _COMMAND),
    **dict.fromkeys("608 610 611".split(), _SQL),
}  # fmt: skip
"""What the rules of bandit (``B602``) and of ruff's port (``S602``) are about; the numbers are bandit's."""
_GOSEC: Mapping[str, frozenset[int]] = {
    "G101": _SECRET, "G107": _REQUEST, "G201": _SQL, "G202": _SQL, "G203": _HTML, "G204": _COMMAND, "G304": _PATH,
    "G305": _PATH, "G401": _CRYPTO, "G402": _TLS, "G403": _CRYPTO, "G404": _RANDOM, "G501": _CRYPTO, "G505": _CRYPTO,
}  # fmt: skip
_EVERYTHING = frozenset({"gosec", "all"})


def speaks_of(comment: Comment, rule: str, cwe: int) -> bool:
    """Whether a suppression is about a finding of this rule and weakness. One that names rules that are not known here
    is about none of ours."""
    if not comment.rules:
        return True
    return any(_names(name, rule, cwe) for name in comment.rules)


def _names(name: str, rule: str, cwe: int) -> bool:
    if name in _EVERYTHING or name == rule or rule.endswith(f".{name}") or name.endswith(f".{rule}"):
        return True
    if re.fullmatch(r"[BS]\d{3}", name):
        return cwe in _WEAKNESS_OF.get(name[1:], ())
    return cwe in _GOSEC.get(name, ())
