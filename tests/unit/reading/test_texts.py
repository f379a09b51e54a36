"""Bytes become text without a lost line, a moved line or a refused byte; what is no text is evident."""

from __future__ import annotations

import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import split_lines
from workers.reading import texts

CODE = "# grüße\nimport os\n\nkey = 'AKIA'\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (CODE.encode(), CODE),
        (b"\xef\xbb\xbf" + CODE.encode(), CODE),
        (b"\xff\xfe" + CODE.encode("utf-16-le"), CODE),
        (b"\xfe\xff" + CODE.encode("utf-16-be"), CODE),
        (b"\xff\xfe\0\0" + CODE.encode("utf-32-le"), CODE),
        (b"\0\0\xfe\xff" + CODE.encode("utf-32-be"), CODE),
        (CODE.encode("utf-16-le"), CODE),
        (CODE.encode("utf-16-be"), CODE),
        (CODE.encode("latin-1"), CODE),
        (b"# \x80\x81\n", "# €\x81\n"),
        (b"# coding: koi8-r\n# \xc4\xc1\n", "# coding: koi8-r\n# да\n"),
        (b"#!/bin/x\n# -*- coding: cp1251 -*-\n# \xe4\xe0\n", "#!/bin/x\n# -*- coding: cp1251 -*-\n# да\n"),
        (b"<?xml encoding='ISO-8859-2'?>\n<a>\xb1</a>\n", "<?xml encoding='ISO-8859-2'?>\n<a>ą</a>\n"),
        (b"<meta charset=windows-1251>\n\xe4\xe0\n", "<meta charset=windows-1251>\nда\n"),
        (b"# coding: utf-7\n+AGE- \xe9\n", "# coding: utf-7\n+AGE- é\n"),
        (b"# coding: none-such\n\xe9\n", "# coding: none-such\né\n"),
        (b"x = 1\0\nkey = 2\n", "x = 1␀\nkey = 2\n"),
        (b"\xe9\n\xc3\xa9\n", "é\né\n"),
        (b"", ""),
    ],
)  # fmt: skip
def test_the_text_of_the_bytes(content: bytes, text: str) -> None:
    assert texts.read("settings.ini", content) == texts.Read(text)
    assert texts.read("a.py", content) == texts.Read(text)


_PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + zlib.compress(bytes(range(256)) * 40)


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("a.png", _PICTURE, "binary"),
        ("blob", _PICTURE, "binary"),
        ("lib.so", b"\x7fELF\2\1\1" + bytes(200), "binary"),
        ("x.bin", bytes(range(256)), "binary"),
        ("a.png", b"-----BEGIN KEY-----\n" * 9 + b"\0", None),
        ("blob", bytes(range(256)), None),
        ("a.py", bytes(range(256)), "binary content under the name of a text"),
        (".env", bytes(range(256)), "binary content under the name of a text"),
        ("a.php", b"GIF89a\0\1\0\1;\n<?php system($_GET['x']); ?>\n" * 9, None),
        ("a.php", b"GIF89a;\n<?php system($_GET['x']); ?>\n", None),
        (".env", b"\0KEY=1\n" + b"# padding of a text\n" * 9, None),
        ("a.py", b"\xff\xfe" + "x\n".encode("utf-16-le") + b"\0", "it begins as UTF-16-LE and is none (byte 7)"),
        ("a.sql", b"-" * (texts.LARGEST_TEXT + 1), "larger than the limit of 10,000,000 bytes (10,000,001)"),
        ("web/yarn.lock", b"-" * (texts.LARGEST_TEXT + 1), None),
        ("go.sum", b"-" * (texts.LARGEST_LOCK + 1), "larger than the limit of 32,000,000 bytes (32,000,001)"),
    ],
)
def test_what_is_no_text_is_evident_or_a_gap(path: str, content: bytes, why: str | None) -> None:
    found = texts.read(path, content)
    assert (found.why, found.text is None) == (why, why is not None)


@given(st.binary(max_size=400).filter(lambda content: texts._wide(content) is None))
def test_every_line_of_git_is_a_line_of_the_text(content: bytes) -> None:
    text = texts.read("notes", content).text
    assert text is None or len(split_lines(text)) == len(content.split(b"\n")) - content.endswith(b"\n") - (not content)


_LINES = st.text(st.characters(exclude_characters="\n\0\ufeff", exclude_categories=["Cs"]), max_size=9)


@given(st.lists(_LINES, min_size=1, max_size=9), st.data())
def test_a_line_of_other_bytes_changes_no_line_beside_it(lines: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines)))
    parts = [line.encode() for line in lines]
    content = b"\n".join([*parts[:at], b"# gr\xfc\xdfe", *parts[at:]])
    if texts._wide(content) is None and (text := texts.read("a.ini", content).text) is not None:
        assert text.split("\n") == [*lines[:at], "# grüße", *lines[at:]]


@pytest.mark.parametrize("codec", sorted(texts._PLAIN))
def test_a_plain_codec_leaves_ascii_as_it_is(codec: str) -> None:
    ascii_bytes = bytes(range(0x20, 0x7F)) + b"\n\t"
    assert ascii_bytes.decode(codec) == ascii_bytes.decode("ascii")
    assert codec in texts.EASTERN or not _swallowed(codec)


def _swallowed(codec: str) -> list[bytes]:
    """Pairs of which the codec makes one character although the second byte means something in code."""
    pairs = [bytes([first, second]) for first in range(0x80, 0x100) for second in b"\\'\"#\n;"]
    return [pair for pair in pairs if (text := _decoded(pair, codec)) and text[-1] != chr(pair[1])]


def _decoded(pair: bytes, codec: str) -> str:
    try:
        return pair.decode(codec)
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    "codec", ["utf-7", "unicode_escape", "raw_unicode_escape", "rot13", "idna", "punycode", "hex", "base64", "zlib",
              "cp037", "cp500", "utf-16", "utf-32", "iso2022_jp", "hz", "none-such", "undefined", "mbcs", "johab"]
)  # fmt: skip
def test_other_codecs_are_not_plain(codec: str) -> None:
    assert not texts.is_plain(codec)


def test_bytes_by_chance_are_not_code() -> None:
    content = zlib.compress(os.urandom(1), 0) + bytes(range(256)) * 4
    assert texts.read("video.ts", content).why == "binary content under the name of a text"
