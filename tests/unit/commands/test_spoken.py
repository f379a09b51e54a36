"""Which lines of a comment its writer says: never what is quoted, shown as code or hidden."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.commands.spoken import spoken

SAID = "/patchwarden review"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SAID, True),
        (f"Thanks!\r\n\r\n{SAID} \r\n", True),
        (f"Thanks!\r{SAID}\rBye", True),
        (f"Thanks!\n   {SAID}", True),
        (f"> quoted\n\n{SAID}", True),
        (f"> quoted\n{SAID}", True),
        (f"> {SAID}", False),
        (f"  >> {SAID}", False),
        (f"    {SAID}", False),
        (f"\t{SAID}", False),
        (f"text\n    {SAID}", False),
        (f"- item\n  {SAID}", True),
        (f"```\n{SAID}\n```", False),
        (f"```\n{SAID}", False),
        (f"```sh\nls\n```\n{SAID}", True),
        (f"````\n```\n{SAID}\n````", False),
        (f"```\n~~~\n{SAID}\n```", False),
        (f"~~~ a`b\n{SAID}\n~~~", False),
        (f"```\n      ```\n{SAID}\n```", False),
        (f"text\n```\n{SAID}\n```", False),
        (f"- ```\n  {SAID}\n  ```", False),
        (f"1. - ```\n     {SAID}\n     ```\n\n{SAID} --full", True),
        (f"```a`b\n{SAID}", True),
        (f"> ```\n> code\n\n{SAID}", True),
        (f"`{SAID}`", False),
        (f"`a\n{SAID}\nb`", False),
        (f"``a`\n{SAID}\nb``", False),
        (f"`a\n\n{SAID}\n\nb`", True),
        (f"# a `b\n{SAID}\n# c` d", True),
        (f"\\`a\n{SAID}\nb`", True),
        (f"it`s\n{SAID}\n``that``s", True),
        (f"<!-- {SAID} -->", False),
        (f"<!--\n{SAID}\n-->", False),
        (f"<!--\n\n{SAID}\n\n-->\n{SAID}", True),
        (f"<!--\n```\n-->\n{SAID}", True),
        (f"<!--\n{SAID}", False),
        (f"<!-- a\n\n{SAID}", False),
        (f"<!-- a\n\n--> {SAID}", True),
        (f"<!-- a --> {SAID}", True),
        (f"<!-->{SAID}", True),
        (f"text <!-- a\n{SAID}\n-->", False),
        (f"text <!-- never closed\n\n{SAID}", True),
        (f"`<!--`\n\n{SAID}", True),
        ("/patch<!-- -->warden review", False),
        (f"<pre>\n\n{SAID}\n\n</pre>", False),
        (f"<PRE class='a'>\n{SAID}", False),
        (f"<pre>a</pre>\n{SAID}", True),
        (f"text <code>\n{SAID}\n</code>", False),
        (f"<code>a</code>\n{SAID}", True),
        (f"<blockquote>\n\n{SAID}\n\n</blockquote>\n\n{SAID} --full", True),
        (f"<blockquote>\n<blockquote>\n</blockquote>\n\n{SAID}\n</blockquote>", False),
        (f"`<pre>` is a tag\n{SAID}", True),
        (f"<prefix>\n{SAID}", True),
        (f"<details>\n\n{SAID}\n\n</details>", True),
    ],
)
def test_what_is_said(text: str, said: bool) -> None:
    assert any(line.startswith(SAID) for line in spoken(text)) is said


def test_a_line_comes_without_its_comments_and_with_its_code() -> None:
    assert list(spoken("a <!-- b\nc --> `d\ne` f\n <code>g\nh</code>")) == ["a   `d e` f", "<code>g h</code>"]


_MARKUP = "` `` ``` ~~~ > a \\ <!-- --> <pre> </pre> <code> </code> <blockquote> </blockquote>".split()
_BLOCKS = ["\n", "\n\n", "\t", "    ", "- a", "1. a", "# ", f"\n{SAID}\n", f"\n\n{SAID}\n\n"]
_PIECES = st.sampled_from(_MARKUP + _BLOCKS)


@settings(max_examples=500)
@given(st.lists(_PIECES, max_size=14).map("".join))
@example(f"- ```\n{SAID}\n- ```")
@example(f"`<!--`\n{SAID}")
def test_no_line_is_said_that_markdown_shows_as_code(text: str) -> None:
    """Read by a real parser of Markdown: a line that stands in its code or in its comments is not said."""
    said = sum(line == SAID for line in spoken(text))
    assert said <= _plain_lines(text)


def _plain_lines(text: str) -> int:
    """How many lines are :data:`SAID` in what a reader of Markdown leaves as text or as HTML that is no comment."""
    found = 0
    for token in MarkdownIt("commonmark", {"html": True}).parse(text):
        if token.type == "html_block":
            found += token.content.count(SAID)
        for child in token.children or ():
            if child.type in ("text", "html_inline"):
                found += child.content.count(SAID)
    return found


@pytest.mark.parametrize(
    "text",
    [
        ">" * 65_000,
        "> " * 32_000,
        "` " * 32_000,
        "".join("`" * length + " " for length in range(1, 360)),
        "<!-- " * 13_000,
        "x" + "<!--" * 16_000,
        "--> " * 16_000,
        "```\n" * 16_000,
        "<pre>" * 13_000,
        "<pre>\n\n" * 9_000,
        "</code <code " * 5_000,
        "- " * 32_000,
        "1. " * 21_000,
        "\n" * 65_000,
        " " * 65_000 + "x",
        "\t\n" * 32_000,
        "\\" * 65_000 + "`",
        "\r" * 65_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_the_time_grows_with_the_text(text: str) -> None:
    started = time.process_time()
    list(spoken(text))
    assert time.process_time() - started < 2
