"""Where a file's new credentials stand: each line read with what stands around it."""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import masking
from bot.credentials import assigned, encoded, issued, reading, strength
from bot.credentials.reading import Credential, Kind, Line
from bot.knowledge import paths
from bot.model import ChangedFile, Confidence, Finding, Severity, Side, message_of
from bot.policy import Policy
from workers.checks.base import lines_of
from workers.checks.secrets import rules

_BEFORE, _AFTER, _KEY_LINES = 4, 5, 80
"""Lines that are looked at around one: for a name, for a value's rest, for a private key's body."""
_LONGEST_EXCERPT = 200
_LONG_LITERAL = re.compile(r"""["'](?P<value>[A-Za-z0-9+/_=-]{40,120})["']""")
_PIECE = re.compile(r"""\s*["'][A-Za-z0-9+/_=-]{40,1000}["'][\s,+.;)\\]{0,9}""")
_DATA_WORD = re.compile(
    r"sha\d|sha-|md5|hash|digest|checksum|integrity|commit|fingerprint|etag|nonce|data:|uuid|public", re.IGNORECASE
)
_RANDOM_ENTROPY = 4.5
_KEY_BODY_LINE = re.compile(r"""^[\s"'+#*/|]*+[A-Za-z0-9+/]{60,}+={0,2}(?:\\n)?["'\s+,;\\]*$""")
_RULES = {
    Kind.PRIVATE_KEY: rules.PRIVATE_KEY,
    Kind.TOKEN: rules.PROVIDER,
    Kind.ADDRESS: rules.URL,
    Kind.SIGNED: rules.SIGNED,
    Kind.HEADER: rules.ASSIGNED,
    Kind.ASSIGNED: rules.ASSIGNED,
    Kind.RANDOM: rules.RANDOM,
}
_WORD = {
    Kind.PRIVATE_KEY: "kind",
    Kind.TOKEN: "provider",
    Kind.ADDRESS: "scheme",
    Kind.HEADER: "name",
    Kind.ASSIGNED: "name",
}
"""What the rule's sentences call the credential's name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A credential in a line, and what its finding says other than the rule."""

    credential: Credential
    line: int
    excerpt: str
    severity: Severity | None = None
    confidence: Confidence | None = None

    @property
    def digest(self) -> str:
        """Names the credential without saying it; the same whether it is wrapped in base64 or not."""
        return hashlib.sha256((self.credential.inner or self.credential.value).encode()).hexdigest()

    @property
    def values(self) -> frozenset[str]:
        """What must not be shown: a key's body goes over several lines."""
        texts = (self.credential.value, self.credential.inner)
        return frozenset(part for text in texts for part in re.split(r"\s+|(?<!\\)\\+[nr]", text) if len(part) >= 4)

    def finding(self, file: ChangedFile) -> Finding:
        rule, kind = _RULES[self.credential.kind], self.credential.kind
        in_message = bool(message_of(file.path))
        found = rule.at(
            file,
            self.line,
            excerpt=self.excerpt,
            identity=self.digest,
            severity=self.severity,
            confidence=self.confidence,
            words={_WORD[kind]: self.credential.name} if kind in _WORD else {},
            # A name of its own: the same secret in a file is another flaw, and stays one when the message is amended.
            scope="commit message" if in_message else "",
        )
        return replace(found, remedy=rules.REMEDY_IN_A_MESSAGE) if in_message else found


class Hits:
    """The credentials in the lines of one side of a file that the change adds (or, of the base, removes)."""

    def __init__(self, file: ChangedFile, side: Side, policy: Policy) -> None:
        self.file = file
        self.given_up = ""
        """Why not all of it was read; empty where it was."""
        self._lines = lines_of(file, side)
        numbers = file.added_lines if side is Side.HEAD else file.removed_lines
        self._numbers = sorted(number for number in numbers if 0 < number <= len(self._lines))
        self._path = file.path if side is Side.HEAD else file.base_path
        self._added = frozenset(self._numbers)
        self._table = paths.is_table(self._path)
        self._quiet = policy.is_test(self._path) or paths.is_example(self._path)
        message = bool(message_of(self._path))
        self._manner = assigned.Manner.CODE if message else assigned.manner(self._path)
        self._effort = assigned.Effort()
        self._around = " ".join(issued.near_words(file.text(side) or "")) if self._numbers else ""

    def __iter__(self) -> Iterator[Hit]:
        if not self._numbers:
            return
        secret_lines = encoded.secret_objects(self._lines) if not self._quiet else frozenset()
        for number in self._numbers:
            line = self._line(number, is_secret_object=number in secret_lines)
            found: list[Credential] = []
            try:
                for credential in reading.without_overlaps(self._on_line(number, line)):
                    found.append(credential)
            except assigned.Overloaded:
                self.given_up = (
                    f"it names secrets in more than {assigned.MOST_JUDGED:,} places, and the rest was not read"
                )
            places = sorted((item.start, item.end) for item in found)
            # A secret that a line holds twice is one finding.
            different = {item.inner or item.value: item for item in reversed(found)}
            yield from (
                self._hit(number, line, item, places) for item in sorted(different.values(), key=lambda it: it.start)
            )

    def _line(self, number: int, *, is_secret_object: bool) -> Line:
        text = self._lines[number - 1]
        is_key = "PRIVATE KEY" in text or encoded.is_wrapped_key(text)
        return Line(
            text,
            following=tuple(self._lines[number : number + (_KEY_LINES if is_key else _AFTER)]),
            before=tuple(self._lines[max(0, number - 1 - _BEFORE) : number - 1]),
            around=self._around,
            manner=self._manner,
            is_secret_object=is_secret_object,
        )

    def _on_line(self, number: int, line: Line) -> Iterator[Credential]:
        """What a line holds, the surest first."""
        yield from reading.issued_in(line)
        yield from self._rest_of_a_key(number, line)
        if self._quiet:
            return
        yield from reading.known_in(line)
        if not self._table:
            yield from reading.assigned_in(line, self._effort)
            yield from self._random(line)

    def _rest_of_a_key(self, number: int, line: Line) -> Iterator[Credential]:
        """The first changed line of a private key whose own first line did not change."""
        if not _KEY_BODY_LINE.match(line.text[:400]) or number - 1 in self._added:
            return
        for earlier in range(number - 1, max(0, number - _KEY_LINES), -1):
            text = self._lines[earlier - 1]
            if "-----END" in text or earlier in self._added:
                return
            if "PRIVATE KEY-----" in text:
                for found, kind in issued.private_keys(text, "\n".join(self._lines[earlier : earlier + _KEY_LINES])):
                    yield Credential(Kind.PRIVATE_KEY, kind, found.value, 0, len(line.text))
                return

    def _random(self, line: Line) -> Iterator[Credential]:
        if not self.file.language or self._is_among_literals(line):
            return
        for match in _LONG_LITERAL.finditer(line.text):
            value, beside = match["value"], line.text[max(0, match.start() - 1_000) : match.end() + 1_000]
            self._effort.spend()
            if (
                strength.entropy(value) >= _RANDOM_ENTROPY
                and not _DATA_WORD.search(beside)
                and not strength.is_placeholder(value)
                and strength.is_strong(value)
                and not strength.is_name(value)
            ):
                yield Credential(Kind.RANDOM, "", value, *match.span("value"))

    def _is_among_literals(self, line: Line) -> bool:
        """Whether the line and one beside it are long literals and nothing else: a file in pieces."""
        neighbours = (*line.before[-1:], *line.following[:1])
        return bool(_PIECE.fullmatch(line.text)) and any(_PIECE.fullmatch(text) for text in neighbours)

    def _hit(self, number: int, line: Line, credential: Credential, places: Sequence[tuple[int, int]]) -> Hit:
        severity, confidence = self._weight(number, credential)
        return Hit(credential, number, _excerpt(line.text, credential, places), severity, confidence)

    def _weight(self, number: int, credential: Credential) -> tuple[Severity | None, Confidence | None]:
        """How bad and how sure, where it is not as the rule has it."""
        if credential.kind is Kind.PRIVATE_KEY:
            if self._quiet:
                return Severity.LOW, Confidence.LOW
            return Severity.MEDIUM if "encrypted" in credential.name else None, None
        if credential.kind is Kind.TOKEN:
            severity = credential.severity or Severity.HIGH
            if credential.value.startswith("AKIA") and self._has_aws_secret(number):
                severity = Severity.HIGH
            doubtful = Confidence.LOW if severity < Severity.HIGH else Confidence.MEDIUM
            return severity, doubtful if self._quiet else None
        return None, None if credential.certain else Confidence.LOW

    def _has_aws_secret(self, number: int) -> bool:
        near = self._lines[max(0, number - 4) : number + 3]
        return any(issued.is_aws_secret_in(text[:10_000]) for text in near)


def _excerpt(text: str, credential: Credential, places: Sequence[tuple[int, int]]) -> str:
    """The line around the credential, with a mask for it and for whatever else is one.

    ``places`` are those of all credentials of the line, in order.
    """
    start, end = credential.start, credential.end
    if credential.kind is Kind.PRIVATE_KEY and not credential.inner:
        head = text[max(0, start - 120) : start]
        return masking.concealed(head, ()).strip()[-_LONGEST_EXCERPT:] or "(the lines of a private key)"
    shown = 4 if credential.kind is Kind.TOKEN and not credential.inner and "://" not in credential.value else 0
    mask = f"{credential.value[:shown]}… ({len(credential.value)} characters)"
    left, right = max(0, start - 100), end + 100
    first, last = bisect.bisect_left(places, (left, 0)), bisect.bisect_right(places, (right, 0))
    others = places[max(0, first - 1) : last]
    before = masking.concealed(text[left:start], masking.moved(others, left, start))
    after = masking.concealed(text[end:right], masking.moved(others, end, right))
    return f"{before}{mask}{after}".strip()[:_LONGEST_EXCERPT]
