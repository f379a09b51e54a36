"""Disguises by line ends and by bytes: another encoding of the same text."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tests.disguise import texts
from tests.disguise.planted import Planted, Writer
from tests.disguise.table import Change, Disguise, Test, always, commented, in_format, of_texts

_LINE_SEPARATOR = "\u2028"
_READ_AS_UTF_16 = in_format("javascript", "typescript", "powershell", "sql", "xml", "jinja")
"""What reads such files looks at the byte order mark."""
_READ_WITH_A_BOM = frozenset(texts.COMMENTS) - {"npmrc", "sshd", "env"}
_NO_NUL = ("python", "java", "go")
"""Their compilers refuse a NUL, in a comment too."""


def encoded() -> Iterator[Disguise]:
    yield of_texts("CRLF", "line ends", always, _crlf)
    yield of_texts("CRLF in the head alone", "line ends", lambda p: p.base is not None, str, head=_crlf)
    yield of_texts("CR", "line ends", in_format("python", *texts.BRACES), lambda t: t.replace("\n", "\r"))
    yield of_texts(
        "line separators",
        "line ends",
        in_format("javascript", "typescript"),
        lambda t: t.replace("\n", _LINE_SEPARATOR),
    )
    yield of_texts(
        "a form feed",
        "line ends",
        in_format("python", "javascript", "java"),
        lambda t: t.replace("\n\n", "\n\f\n", 1),
    )
    yield of_texts("no last line end", "line ends", always, lambda t: t.rstrip("\n"))
    yield _bytes("a BOM", lambda p: p.format in _READ_WITH_A_BOM, lambda t: t.encode("utf-8-sig"))
    yield _bytes("UTF-16 with a BOM", _READ_AS_UTF_16, lambda t: t.encode("utf-16"))
    yield Disguise("a comment with a Latin-1 byte", "bytes", commented, _with_comment(b"Gr\xf6\xdfe"))
    yield Disguise(
        "a comment with a NUL",
        "bytes",
        lambda p: commented(p) and p.format not in _NO_NUL,
        _with_comment(b"nothing\0at all"),
    )
    for coding, write in _CODINGS.items():
        yield Disguise(
            f"coding: {coding}", "bytes", lambda p: p.format == "python" and p.head.isascii(), _coded(coding, write)
        )


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _bytes(name: str, applies: Test, write: Writer) -> Disguise:
    return Disguise(name, "bytes", applies, lambda p: replace(p, write_base=write, write_head=write))


def _with_comment(words: bytes) -> Change:
    """A comment of these bytes below the text."""

    def apply(planted: Planted) -> Planted:
        opening, closing = (part.encode() for part in texts.COMMENTS[planted.format])

        def write(text: str) -> bytes:
            end = b"" if text.endswith(("\n", "\r", _LINE_SEPARATOR)) else b"\n"
            return text.encode() + end + opening + words + closing + b"\n"

        return replace(planted, write_base=write, write_head=write)

    return apply


def _coded(coding: str, write: Writer) -> Change:
    """Python's own declaration (PEP 263), and what it says."""

    def written(text: str) -> bytes:
        return f"# -*- coding: {coding} -*-\n".encode() + write(text)

    return lambda planted: replace(planted, write_base=written, write_head=written)


def _utf_7(text: str) -> bytes:
    """Every character as base64: nothing of it is legible."""
    return b"+" + base64.b64encode(text.encode("utf-16-be")).rstrip(b"=") + b"-"


_CODINGS: Mapping[str, Writer] = {
    "latin-1": lambda text: f"# Größe\n{text}".encode("latin-1"),
    "cp1252": lambda text: f"# Größe\n{text}".encode("cp1252"),
    "shift_jis": lambda text: f"# 大きさ\n{text}".encode("shift_jis"),
    "utf-7": _utf_7,
    "raw_unicode_escape": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
    "unicode_escape": lambda text: "".join(f"\\x{ord(letter):02x}" for letter in text).encode(),
}
