"""What a stranger wrote, made safe to show: visible, on one line, in code or without effect, and short.

Everything that comes out of a change (paths, code, and messages that quote code) passes through here. Two rules hold
for GitHub's Markdown: text stays inside a code span that it cannot close, or it has no effect; and a mention, a link or
a reference to an issue exists only inside code, where GitHub ignores it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.model import split_lines

ELLIPSIS = "…"

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt) and blank letters: their category does not tell.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]+")
_INSIDE_A_MARK = re.compile(r"(?<=<!)(?=--)|(?<=--)(?=>)|(?<=--!)(?=>)|(?<=patchwarden:)(?=\d)")
"""Where HTML comments and our own markers come apart: neither may be quoted so that it works."""
_TICKS = re.compile(r"`+")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_HAS_EFFECT = re.compile(r"@|://|\$|www\.|#\d|\bgh-\d|\b(?=[a-f]*\d)[0-9a-f]{7,64}\b", re.IGNORECASE)
"""What GitHub turns into a mention, a link, a reference or a formula wherever it stands outside code."""
_BLOCK_START = re.compile(r"\d{1,9}(?=[.)])|(?=[#+=-])")
"""What would begin a heading, a list or a rule at the start of a line."""
_MARKUP = re.compile(r"[*_\[\]<>&~|\\#]")
_WITHOUT_EFFECT = str.maketrans({char: f"\\{char}" for char in "\\*_[]<>&~"} | {"`": "&#96;", "|": "&#124;"})


def visible(text: str) -> str:
    """``text`` with every character that cannot be seen shown as ``[U+202E]``, and with comment marks taken apart.

    Control, bidirectional, zero-width and unassigned characters, odd spaces, lone surrogates and line ends all count;
    the result is one line and can always be encoded.
    """
    return _INSIDE_A_MARK.sub(" ", "".join(_shown(char) for char in text))


def encodable(text: str) -> str:
    """``text`` for a document: as it is, but lone surrogates, which no encoding carries, shown as ``[U+DCFF]``."""
    return _SURROGATE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def code_lines(text: str) -> list[str]:
    """The lines as git counts them. A carriage return before the line feed ends a line, too, and is no part of it."""
    return [line.removesuffix("\r") for line in split_lines(text)]


def folded(text: str) -> str:
    """``text`` on one line: runs of blanks and line ends become one blank. For code and sentences, not for paths."""
    return _SPACE.sub(" ", text).strip(" ")


def cut(text: str, limit: int) -> str:
    """``text``, or its beginning with ``…``: at most ``limit`` characters, never between a letter and its accents."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = limit - 1
    while end > 0 and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return text[:end].rstrip(" ") + ELLIPSIS


def size(text: str) -> int:
    """Length in UTF-8 bytes: the unit of every limit on a whole comment, never less than its characters."""
    return len(text.encode("utf-8", "surrogatepass"))


def within(text: str, limit: int) -> str:
    """``text`` cut to at most ``limit`` UTF-8 bytes."""
    short = text
    while size(short) > limit:
        short = cut(text, min(len(short) - 1, limit))
    return short


def plain(text: str, limit: int = 400) -> str:
    """A sentence for a place that knows no markup: one line, visible, cut."""
    return cut(visible(folded(text[: 4 * limit])), limit)


def plain_code(text: str, limit: int = 200) -> str:
    """A path or code for a place that knows no markup: nothing folded, one line, visible, cut."""
    return cut(visible(text[: limit + 1]), limit)


def code(text: str, limit: int = 200) -> str:
    """An inline code span that ``text`` cannot leave; the limit counts its characters without the fence."""
    content = plain_code(text, limit)
    fence = "`" * (_longest_run(content) + 1)
    if not content:
        return "` `"
    if content[0] == "`" or content[-1] == "`" or (content[0] == content[-1] == " " and content.strip(" ")):
        content = f" {content} "
    return f"{fence}{content}{fence}"


def cell_code(text: str, limit: int = 200) -> str:
    """The same for a table cell. A ``|`` would end the cell even inside a code span, so it becomes an entity."""
    content = plain_code(text, limit)
    if "|" not in content:
        return code(text, limit)
    return "<code>" + "".join(char if char.isalnum() else f"&#{ord(char)};" for char in content) + "</code>"


def block(text: str, info: str = "") -> str:
    """A fenced block that ``text`` cannot close. Line ends and tabs stay, everything else is made visible."""
    parts = re.split(r"([\n\t])", text.replace("\r\n", "\n"))
    content = "".join(part if part in ("\n", "\t") else visible(part) for part in parts)
    fence = "`" * max(3, _longest_run(content) + 1)
    return "\n".join([f"{fence}{info}", *([content] if content else []), fence])


def is_plain_code(text: str) -> bool:
    """Whether ``text`` may be offered as it is: nothing in it would have to be shown in another form."""
    return all(visible(part) == part for part in re.split(r"[\n\t]", text))


def prose(text: str, limit: int = 400) -> str:
    """A sentence in Markdown: its own code spans stay code, everything else has no effect."""
    return _prose(text, limit, table=False)


def worded(text: str, limit: int = 400) -> str:
    """A sentence for a dialect that knows code spans and whose older versions show escapes as they are (Gerrit).

    A word that could have an effect becomes code; nothing is escaped.
    """
    parts: list[str] = []
    for piece, is_code in _pieces(cut(visible(folded(text[: 4 * limit])), limit)):
        first = not parts and _BLOCK_START.match(piece)
        quoted = is_code or first or _HAS_EFFECT.search(piece) or _MARKUP.search(piece)
        if quoted and parts and parts[-1].endswith("`"):
            parts.append(" ")
        parts.append(code(piece, limit) if quoted else piece.replace("`", "'"))
    return "".join(parts)


def cell_prose(text: str, limit: int = 200) -> str:
    """The same for a table cell: no line end and no ``|``."""
    return _prose(text, limit, table=True)


def _prose(text: str, limit: int, *, table: bool) -> str:
    short = cut(visible(folded(text[: 4 * limit])), limit)
    quote = cell_code if table else code
    parts: list[str] = []
    for piece, is_code in _pieces(short):
        quoted = is_code or bool(_HAS_EFFECT.search(piece))
        if quoted and parts and parts[-1].endswith(("`", "</code>")):
            parts.append(" ")  # two code spans that touch would be one
        parts.append(quote(piece, limit) if quoted else piece.translate(_WITHOUT_EFFECT))
    line = "".join(parts)
    start = _BLOCK_START.match(line)
    return f"{line[: start.end()]}\\{line[start.end() :]}" if start else line


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Code spans as a whole, the rest word by word with its blanks; the flag says which it is."""
    position = 0
    for match in _CODE_SPAN.finditer(text):
        yield from ((word, False) for word in re.split("( )", text[position : match.start()]) if word)
        yield match[2].strip(" ") or " ", True
        position = match.end()
    yield from ((word, False) for word in re.split("( )", text[position:]) if word)


def _longest_run(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)


def _shown(char: str) -> str:
    if char == " " or (char.isascii() and char.isprintable()):
        return char
    category = unicodedata.category(char)
    if category in _INVISIBLE_CATEGORIES or category == "Zs" or _BLANK.match(char):
        return f"[U+{ord(char):04X}]"
    return char
