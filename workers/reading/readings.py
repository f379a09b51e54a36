"""A file's code as its language reads it, with the way back to the lines that git and the hosts count.

Most code is read as it stands. It is not where the language ends lines elsewhere (a carriage return in Python, U+2028
in JavaScript), where a coding line or an escape makes other code of the bytes, and in notebooks.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge.languages import is_code, language_of
from bot.model import ChangedFile, Side, Span, split_lines
from workers.reading import texts
from workers.reading.notebooks import NoNotebook, SourceLine, readable, sources, without_surrogates
from workers.reading.places import Place

LARGEST_CODE = 1_000_000
"""Characters. A longer text is read line by line, but not parsed as code."""
_MOST_REMEMBERED = 1_000_000
"""Characters. What was read of a longer text is read again where it is needed."""
NOTEBOOK = "jupyter"

_SAID_LINE = re.compile(r"\b([Ll]ine )(\d+)")
_USUAL = {NOTEBOOK: "python"}

_LINE_ENDS = {
    "javascript": "\r\u2028\u2029",
    "typescript": "\r\u2028\u2029",
    "vue": "\r\u2028\u2029",
    "svelte": "\r\u2028\u2029",
    "csharp": "\r\x85\u2028\u2029",
    "go": "",
    "ruby": "",
    "bash": "",
    "rust": "",
}
"""What ends a line beside a line feed; ``\\r`` where a language of programs is not named."""
_JAVA_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u+00([0-7][0-9a-fA-F])")
_NAME_ESCAPE = re.compile(r"\\u(?:([0-9a-fA-F]{4})|\{0*([0-9a-fA-F]{1,4})\})")


@dataclass(frozen=True, slots=True)
class Code:
    """One text of one language."""

    language: str
    text: str
    lines: tuple[SourceLine, ...] | None = None
    """Where each line stands in the file; ``None`` where the text is the file's own."""

    @property
    def is_own(self) -> bool:
        """Whether the text stands in the file as it is."""
        return self.lines is None

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Line and column in the file of those of the text, all from 1."""
        if self.lines is None or not self.lines:
            return line, column
        found = self.lines[min(line, len(self.lines)) - 1]
        return found.number, found.columns[min(column, len(found.columns)) - 1]

    def span(self, path: str, place: Place, side: Side) -> Span:
        """A place in the text as one in the file at ``path``."""
        start_line, start_column = self.place(place.start_line, place.start_col)
        end_line, end_column = self.place(place.end_line, place.end_col)
        return Span(path, start_line, max(start_line, end_line), start_column, end_column, side)

    def in_file_lines(self, sentence: str) -> str:
        """The sentence with the lines of the text as lines of the file, e.g. "line 12" of a notebook as "line 340"."""
        return _SAID_LINE.sub(lambda found: f"{found[1]}{self.place(int(found[2]), 1)[0]}", sentence)


@dataclass(frozen=True, slots=True)
class Reading:
    """A side's code; ``problem`` is a clause that says why there is none."""

    codes: tuple[Code, ...] = ()
    problem: str = ""


def reading_of(file: ChangedFile, side: Side, known: Collection[str]) -> Reading:
    """The code of one side, for whoever has rules for the ``known`` languages.

    The base is read in its own language where that is known, and else in the head's: a file that a rename makes code
    was the same code before.
    """
    text = file.text(side)
    if text is None:
        return Reading()
    language = file.language
    if side is Side.BASE:
        own = language_of(file.base_path, text)
        language = own if own in known or own == NOTEBOOK else language
    return reading(language, text)


def lines_of(language: str, text: str) -> tuple[str, ...]:
    """The file's lines as git counts them, each as it is read: for whoever looks at lines and not at code.

    One may hold line feeds: a notebook's line is its cells' lines without JSON's quotes, and a line of an odd coding is
    followed by what it is decoded to.
    """
    return _lines_of(language, text) if len(text) <= _MOST_REMEMBERED else _lines_of.__wrapped__(language, text)


@lru_cache(maxsize=16)
def _lines_of(language: str, text: str) -> tuple[str, ...]:
    lines = split_lines(text)
    if language == NOTEBOOK:
        return tuple("\n".join(readable(line)) for line in lines)
    coding = odd_coding(language, text)
    decoded = _decoded(text, coding.codec) if coding is not None else None
    for line in decoded or ():
        if line.text not in lines[line.number - 1]:
            lines[line.number - 1] += "\n" + line.text
    return tuple(lines)


def usual(language: str) -> str:
    """The language of the code in a file whose text could not be read."""
    return _USUAL.get(language, language)


def reading(language: str, text: str) -> Reading:
    """The code of a text."""
    return _reading(language, text) if len(text) <= _MOST_REMEMBERED else _reading.__wrapped__(language, text)


@lru_cache(maxsize=32)
def _reading(language: str, text: str) -> Reading:
    if language == NOTEBOOK:
        try:
            cells = sources(text)
        except NoNotebook as error:
            return Reading(problem=str(error))
        return _within(_code(name, lines) for name, lines in cells.items())
    return _within([_as_read(language, text)])


def _within(codes: Collection[Code] | Iterator[Code]) -> Reading:
    found = tuple(codes)
    longest = max((len(code.text) for code in found), default=0)
    if longest > LARGEST_CODE:
        return Reading(problem=f"longer than the limit of {LARGEST_CODE:,} characters for code ({longest:,})")
    return Reading(found)


def _code(language: str, lines: Sequence[SourceLine]) -> Code:
    ends = line_ends(language)
    split = [part for line in lines for part in _split(line, ends)]
    return Code(language, "\n".join(line.text for line in split) + "\n", tuple(split))


def line_ends(language: str) -> str:
    """The characters that end a line in the language beside a line feed (and a carriage return before one)."""
    return _LINE_ENDS.get(language, "\r" if is_code(language) else "")


def _as_read(language: str, text: str) -> Code:
    coding = odd_coding(language, text)
    decoded = _decoded(text, coding.codec) if coding is not None else None
    if decoded is not None:
        return _code(language, decoded)
    changes = list(_changes(language, text))
    ends = any(end in text.replace("\r\n", "\n") for end in line_ends(language))
    if not changes and not ends:
        return Code(language, text)
    lines = [
        SourceLine(number, line, range(1, len(line) + 2)) for number, line in enumerate(text.split("\n"), 1)
    ]  # the last one is empty where the text ends as a text does
    for change in changes:
        lines = [change(line) for line in lines]
    if not ends and "\n".join(line.text for line in lines) == text:
        return Code(language, text)
    if text.endswith("\n"):
        lines = lines[:-1]
    return _code(language, lines)


def _changes(language: str, text: str) -> Iterator[Callable[[SourceLine], SourceLine]]:
    if texts.NUL in text and is_code(language):
        yield _without_nul
    if language == "java" and _JAVA_ESCAPE.search(text):
        yield _unescaped
    if language == "python" and not text.isascii():
        yield _folded
    if language in ("javascript", "typescript", "vue") and _NAME_ESCAPE.search(text):
        yield _with_plain_names


def _without_nul(line: SourceLine) -> SourceLine:
    """Shells and PHP leave NUL bytes out, and no language has code in them."""
    kept = [index for index, character in enumerate(line.text) if character != texts.NUL]
    columns = [line.columns[index] for index in kept]
    return SourceLine(line.number, "".join(line.text[index] for index in kept), [*columns, line.columns[-1]])


def _unescaped(line: SourceLine) -> SourceLine:
    """Java decodes ``\\u000a`` before it knows what is a comment."""
    text, columns, end = "", list[int](), 0
    for match in _JAVA_ESCAPE.finditer(line.text):
        start = match.end(1)
        text += line.text[end:start] + chr(int(match[2], 16))
        columns += [*line.columns[end:start], line.columns[start]]
        end = match.end()
    return SourceLine(line.number, text + line.text[end:], [*columns, *line.columns[end:]])


def _folded(line: SourceLine) -> SourceLine:
    """Python reads a name by its NFKC form: ``𝐞𝐯𝐚𝐥`` is ``eval``."""
    if line.text.isascii():
        return line
    folded = [_plain_letters(character) for character in line.text]
    columns = [column for column, plain in zip(line.columns, folded, strict=False) for _ in plain]
    return SourceLine(line.number, "".join(folded), [*columns, line.columns[-1]])


def _plain_letters(character: str) -> str:
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain.isalnum() and not character.isdigit() else character


def _with_plain_names(line: SourceLine) -> SourceLine:
    """JavaScript reads ``\\u0065val`` as ``eval`` where it is a name; what stands in a string is left as it is."""
    text, columns, end, counted = "", list[int](), 0, 0
    quotes: Counter[str] = Counter()
    for match in _NAME_ESCAPE.finditer(line.text):
        character = chr(int(match[1] or match[2], 16))
        quotes.update(found for found in line.text[counted : match.start()] if found in "'\"`")
        counted = match.start()
        in_text = line.text[max(0, counted - 1) : counted] in ("[", "-", "/", "\\") or any(
            count % 2 for count in quotes.values()
        )
        if in_text or not (character.isascii() and (character.isalnum() or character in "_$")):
            continue
        text += line.text[end : match.start()] + character
        columns += line.columns[end : match.start() + 1]
        end = match.end()
    return SourceLine(line.number, text + line.text[end:], [*columns, *line.columns[end:]])


def _split(line: SourceLine, ends: str) -> Iterator[SourceLine]:
    body = line.text.rstrip("\r") if "\r" in ends else line.text
    start = 0
    for index, character in enumerate(body):
        if character in ends or character == "\n":
            yield line.part(start, index)
            start = index + 1
    yield line.part(start)


# What Python decodes before it reads

_COOKIE = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_BLANK = re.compile(r"^[ \t\f]*(?:#.*)?$")
_UTF_8, _LATIN_1 = re.compile(r"utf-8(-.*)?"), re.compile(r"(latin-1|iso-8859-1|iso-latin-1)(-.*)?")


@dataclass(frozen=True, slots=True)
class Coding:
    """A coding line whose codec makes other code of the text than people see, or that nobody knows."""

    codec: str
    line: int
    """Line of the file, from 1."""

    @property
    def is_known(self) -> bool:
        try:
            return codecs.lookup(self.codec)._is_text_encoding
        except (LookupError, ValueError):
            return False


def odd_coding(language: str, text: str) -> Coding | None:
    """The coding line of a Python text (PEP 263) where it names such a codec."""
    if language != "python" or "coding" not in text[:4_000]:
        return None
    number = 1
    for index, line in enumerate(re.split(r"(\r\n?|\n)", text[:4_000])[:3:2]):
        if match := _COOKIE.match(line.removeprefix("\ufeff")):
            name = match[1].lower().replace("_", "-")
            plain = _UTF_8.fullmatch(name) or _LATIN_1.fullmatch(name) or texts.is_plain(match[1])
            return None if plain and not _swallows(match[1], text) else Coding(match[1], number)
        if index or not _BLANK.match(line.removeprefix("\ufeff")):
            return None
        number += text[len(line) :].startswith(("\n", "\r\n"))
    return None


def _swallows(codec: str, text: str) -> bool:
    """Whether a codec of East Asia makes a part of a character of a backslash that people see."""
    try:
        return codecs.lookup(codec).name in texts.EASTERN and text.encode(codec).count(b"\\") != text.count("\\")
    except (LookupError, ValueError):
        return False


def _decoded(text: str, codec: str) -> list[SourceLine] | None:
    """The lines as Python decodes them; ``None`` where it refuses to.

    What a line of the file gives belongs to it, however many lines it gives.
    """
    try:
        if not codecs.lookup(codec)._is_text_encoding:
            return None
        decoder = codecs.getincrementaldecoder(codec)()
        raw = [line for line in re.split(rb"(?<=\n)", text.encode("utf-8", "surrogatepass")) if line]
        lines: list[SourceLine] = []
        opened = ""
        for number, line in enumerate(raw, 1):
            found = (opened + without_surrogates(decoder.decode(line, number == len(raw)))).split("\n")
            opened = found.pop()
            lines += [_anywhere(number, part, len(line)) for part in found]
        return [*lines, _anywhere(len(raw), opened, len(raw[-1]))] if opened else lines
    except (LookupError, ValueError):
        return None


def _anywhere(number: int, text: str, width: int) -> SourceLine:
    """A decoded line: its characters have no columns of their own in the file."""
    return SourceLine(number, text, [min(index, max(width, 1)) for index in range(1, len(text) + 2)])
