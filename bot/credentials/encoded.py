"""What base64 wraps: it hides a key from people and from patterns, and from nobody who wants it."""

from __future__ import annotations

import base64
import binascii
import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

_RUN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+={0,2}")
_WHOLE_LINE = re.compile(r"\s*[A-Za-z0-9+/_-]{4,}={0,2}\s*$")
_USUAL = str.maketrans("-_", "+/")
_KEY_START = "LS0tLS1CRUdJTi"
"""Base64 of ``-----BEGIN``."""
_SECRET_OBJECT = re.compile(r"""^\s*(?:-\s+)?["']?kind["']?\s*:\s*["']?Secret["']?\s*(?:#.*)?$""")
_KIND = re.compile(r"""^\s*(?:-\s+)?["']?kind["']?\s*:|\bkind["']?\s*:\s*["']?Secret["']?\s*[,}]""")
_SECRET_IN_FLOW = re.compile(r"""["'{,\s]kind["']?\s*:\s*["']?Secret["']?\s*[,}]""")
_SEALED = re.compile(r"""\bkind["']?\s*:\s*["']?SealedSecret\b|\bencryptedData["']?\s*:""")
_FIELD = re.compile(
    r"""(?:^|[\s{,])\\?["']?(?P<name>[\w.-]{1,200})\\?["']?\s{0,8}:\s{0,40}(?P<tag>!!\w+\s+)?\\?["']?"""
    r"""(?P<value>[^\s"'`,{}\\]{8,4096}+)(?=["'\\\s,}]|$)"""
)


_BLANK = 1 << 30
"""The depth of a line without text: it belongs to whatever is around it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A base64 text at ``start..end`` and what it says."""

    name: str
    """Of the field that it is the value of; ``""`` where there is none."""
    value: str
    text: str
    """``""`` where it is base64 of something that nobody can read, or no base64."""
    start: int
    end: int


def is_wrapped_key(text: str) -> bool:
    return _KEY_START in text


def decoded(text: str, following: Sequence[str] = ()) -> Iterator[Decoded]:
    """Every text of 16 and more characters of base64 that decodes to something printable.

    One at the end of the line goes on in the lines ``following`` that are nothing but base64, as folded values do.
    """
    for match in _RUN.finditer(text):
        value = match[0]
        is_last = match.end() == len(text.rstrip()) and not value.endswith("=")
        whole = value + "".join(line.strip() for line in takewhile(_WHOLE_LINE.match, following)) if is_last else value
        said = _said(whole) or _said(value)
        if said is not None:
            yield Decoded("", value, said, *match.span())


def fields(text: str) -> Iterator[Decoded]:
    """The fields of an object whose value may be base64, as in the ``data`` of a Kubernetes Secret."""
    for match in _FIELD.finditer(text):
        yield Decoded(match["name"], match["value"], _said(match["value"]) or "", *match.span("value"))


def _said(value: str) -> str | None:
    """The text that base64 says; ``None`` where it says none."""
    plain = value.rstrip("=").translate(_USUAL)
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    try:
        raw = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        said = raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return said if all(char.isprintable() or char in "\r\n\t" for char in said) else None


def secret_objects(lines: Sequence[str]) -> frozenset[int]:
    """The lines (from 1) of the objects that are Kubernetes Secrets, in YAML or JSON.

    Its ``data`` may stand on either side of an object's ``kind``. An object ends at the line that says the kind of
    another one, and where lines are less indented than its own.
    """
    found: set[int] = set()
    start = 0
    for end in [*(number for number, line in enumerate(lines) if line.startswith("---")), len(lines)]:
        document = lines[start:end]
        if not any(_SEALED.search(line) for line in document if "ealed" in line or "encrypted" in line):
            found.update(start + at + 1 for at in _in_document(document))
        start = end
    return frozenset(found)


def _in_document(lines: Sequence[str]) -> set[int]:
    """The indexes of the lines of Secrets in one document."""
    kinds = [(at, _is_secret(line)) for at, line in enumerate(lines) if "kind" in line and _KIND.search(line[:100_000])]
    if not any(secret for _, secret in kinds):
        return set()
    others = [-1, *(at for at, secret in kinds if not secret), len(lines)]
    depths = [_indentation(line) if line.strip() else _BLANK for line in lines]
    found: set[int] = set()
    for at, secret in kinds:
        if secret and at not in found:
            place = bisect.bisect_left(others, at)
            inside = partial(_is_inside, depths, at)
            found.update(takewhile(inside, range(at, others[place - 1], -1)))
            found.update(takewhile(inside, range(at, others[place])))
    return found


def _is_inside(depths: Sequence[int], kind: int, at: int) -> bool:
    """Whether a line belongs to the object of the line with its kind, by how far each line is indented."""
    return depths[at] >= depths[kind]


def _indentation(line: str) -> int:
    """Where the key of the line begins: behind the dash of a list."""
    return len(line) - len(line.lstrip(" \t-"))


def _is_secret(line: str) -> bool:
    return bool(_SECRET_OBJECT.match(line.rstrip(",\r")) or _SECRET_IN_FLOW.search(line[:100_000]))
