"""Names a finding by what it is, not by where it stands.

A fingerprint survives a moved line, a renamed file, a re-indented block and a reformatted call, so the same flaw is
recognised in the base, in the next push and in the comment that already speaks of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from bot.model import Finding, by_place

_COMMENT = {"#": re.compile(r"\s#.*$"), "//": re.compile(r"\s//.*$")}
_HASH_LANGUAGES = (".py", ".pyi", ".pyw", ".rb", ".sh", ".bash", ".yml", ".yaml", ".tf", "Dockerfile")
_SPACE_AROUND_PUNCTUATION = re.compile(r" ?([^\w\s]) ?")
_TRAILING_COMMA = re.compile(r",([)\]}])")


def normalised(text: str, path: str = "") -> str:
    """The text without what formatters and moves change: white space, trailing comments, quote style, final commas."""
    comment = _COMMENT["#"] if path.endswith(_HASH_LANGUAGES) else _COMMENT["//"]
    lines = (_without_comment(line, comment) for line in text.splitlines())
    folded = " ".join(" ".join(lines).split())
    compact = _SPACE_AROUND_PUNCTUATION.sub(r"\1", folded)
    return _TRAILING_COMMA.sub(r"\1", compact).replace("'", '"')


def _without_comment(line: str, comment: re.Pattern[str]) -> str:
    """Cuts a trailing comment, unless the marker may stand inside a string (an odd number of quotes before it)."""
    match = comment.search(line)
    if match is None:
        return line
    before = line[: match.start()]
    if any(before.count(quote) % 2 for quote in "'\"`"):
        return line
    return before


def subject(finding: Finding) -> str:
    """What the finding is about, as normalised text: its own text and, for a data flow, the text of its source."""
    own = normalised(finding.identity if finding.identity is not None else finding.excerpt, finding.span.path)
    return f"{own}\n{source(finding)}"


def source(finding: Finding) -> str:
    """The normalised text of the data flow's source; empty without a data flow."""
    return normalised(finding.trace[0].text, finding.span.path) if finding.trace else ""


def content_key(finding: Finding) -> tuple[str, str]:
    """The rule and the subject: equal for two copies of one flaw, e.g. ``os.system(x)`` in two files."""
    return (finding.rule, subject(finding))


def fingerprints(findings: Iterable[Finding]) -> Mapping[Finding, str]:
    """A fingerprint (16 hex digits) for each finding of one side of a change.

    Equal flaws in one definition are told apart by their order (path, then place). Pass all findings of the side, old
    ones too: the ordinal of a copy must not depend on which of them is new.
    """
    seen: dict[tuple[str, str, str], int] = {}
    named: dict[Finding, str] = {}
    for finding in sorted(findings, key=by_place):
        if finding in named:
            continue
        key = (*content_key(finding), finding.scope)
        ordinal = seen.get(key, 0)
        seen[key] = ordinal + 1
        digest = hashlib.sha256("\0".join((*key, str(ordinal))).encode()).hexdigest()
        named[finding] = digest[:16]
    return named


def of_all(names: Iterable[str]) -> str:
    """One fingerprint for several findings that share an observation. It changes when a finding is added or removed."""
    return hashlib.sha256("\0".join(sorted(names)).encode()).hexdigest()[:16]
