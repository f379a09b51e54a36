"""Characters that mislead a reader of code: reordering, invisible and look-alike ones.

A part of the integrity check. The attack is described in CVE-2021-42574 (reordering) and CVE-2021-42694 (look-alikes).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from bot.knowledge.languages import display_name, is_code
from bot.model import Area, ChangedFile, Confidence, Finding, Severity
from workers.checks.base import CheckRule, added, removed
from workers.reading import readings, texts

_TROJAN_SOURCE = ("https://trojansource.codes/",)

BIDI = CheckRule(
    "integrity.bidirectional-control",
    Severity.HIGH,
    Confidence.HIGH,
    Area.INTEGRITY,
    451,
    "Characters here reorder the code that you see",
    "The line holds {names}: what a reviewer reads is not the order that the machine reads.",
    "Remove the control characters; where a text needs them, write them as escapes.",
    _TROJAN_SOURCE,
)
HIDDEN = CheckRule(
    "integrity.invisible-character",
    Severity.MEDIUM,
    Confidence.HIGH,
    Area.INTEGRITY,
    1007,
    "Invisible characters stand in this code",
    "The line holds {names}, which no reviewer can see; names that look equal differ, or text is hidden.",
    "Remove them; where a text needs one, write it as an escape.",
    _TROJAN_SOURCE,
)
HOMOGLYPH = CheckRule(
    "integrity.look-alike-name",
    Severity.HIGH,
    Confidence.HIGH,
    Area.INTEGRITY,
    1007,
    "A name here only looks like `{plain}`",
    "`{shown}` is written with letters of another script, so it is another name than `{plain}` and looks the same.",
    "Write the name with the letters of the other code.",
    _TROJAN_SOURCE,
)
LINE_END = CheckRule(
    "integrity.hidden-line-end",
    Severity.MEDIUM,
    Confidence.HIGH,
    Area.INTEGRITY,
    451,
    "{language} reads another line than you see",
    "The line holds {names}, which ends a line in {language} and none in a diff: what seems to be a comment is code.",
    "End lines with a line feed; where a text needs the character, write it as an escape.",
    _TROJAN_SOURCE,
)
CODING = CheckRule(
    "integrity.odd-coding",
    Severity.HIGH,
    Confidence.HIGH,
    Area.INTEGRITY,
    838,
    "Python reads other code here than you see",
    "The coding line names `{codec}`: {what}.",
    "Write the file in UTF-8 and take the coding line away.",
    ("https://peps.python.org/pep-0263/",),
)
RULES = (BIDI, HIDDEN, HOMOGLYPH, LINE_END, CODING)

_CONFIGURED = frozenset({"terraform", "hcl", "dockerfile"})
"""Languages that are no programs, and in which a name decides as well."""
_TRANSLATIONS = re.compile(r"(^|/)(locales?|i18n|l10n|translations?|lang|langs|languages|cldr)(/|$)", re.IGNORECASE)

_REORDERING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
_INVISIBLE = frozenset(
    "\u200b\u2060\u2061\u2062\u2063\u2064\u180e\u115f\u1160\u3164\uffa0\ufeff\u200e\u200f\u061c" + texts.NUL
)
_JOINERS = frozenset("\u200c\u200d")
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]|\r.")

_WORD = re.compile(r"\w+")

# Letters of Cyrillic and Greek that fonts draw like Latin ones (Unicode's confusables, those without a difference),
# written as escapes: nobody can check by eye what stands here.
_LOOK_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u050c"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
    "aeopcyxijshdqw" + "ABEKMHOPCTXIJSG" + "ABEZHIKMNOPTYXo",
)


def findings(file: ChangedFile) -> Iterator[Finding]:
    """What misleads on the added lines of one file of code; a line that was there in other bytes is old."""
    if not _is_code(file):
        return
    yield from _coding(file)
    before = Counter(_plain(line) for _, line in removed(file))
    for number, line in added(file):
        if _NOT_PLAIN.search(line) is None:
            continue
        if before[_plain(line)]:
            before[_plain(line)] -= 1
            continue
        yield from _reordering(file, number, line)
        yield from _hidden(file, number, line)
        yield from _look_alikes(file, number, line)
        yield from _line_ends(file, number, line)


def _plain(line: str) -> str:
    """The line without what a conversion of a file's line ends or coding changes."""
    return line.removeprefix("\ufeff").removesuffix("\r")


def _is_code(file: ChangedFile) -> bool:
    workflow = file.path.startswith(".github/") and file.language == "yaml"
    return is_code(file.language) or file.language in _CONFIGURED or workflow


def _coding(file: ChangedFile) -> Iterator[Finding]:
    found = readings.odd_coding(file.language, file.head_text or "")
    old = readings.odd_coding(file.language, file.base_text or "")
    if found is None or (old is not None and old.codec == found.codec):
        return
    known = found.is_known
    what = (
        "a program that decodes it sees other statements than the bytes show"
        if known
        else "no common codec has this name, so a package decides what the bytes mean, or Python refuses them"
    )
    words = {"codec": found.codec, "what": what}
    severity = None if known else Severity.MEDIUM
    yield CODING.at(file, found.line, words=words, severity=severity, identity=f"coding {found.codec}")


def _line_ends(file: ChangedFile, number: int, line: str) -> Iterator[Finding]:
    found = [character for character in line.rstrip("\r") if character in readings.line_ends(file.language)]
    if not found:
        return
    text = file.head_text or ""
    alone = text.count("\n") <= text.replace("\r\n", "").count("\r")  # a file of an old Mac: no line is hidden
    before = line[: line.index(found[0])]
    in_string = any(before.count(quote) % 2 for quote in "'\"`")
    yield LINE_END.at(
        file,
        number,
        excerpt=visible(line)[:200],
        confidence=Confidence.LOW if alone or in_string else None,
        words={"names": _names(found), "language": display_name(file.language)},
    )


def _reordering(file: ChangedFile, number: int, line: str) -> Iterator[Finding]:
    found = [character for character in line if character in _REORDERING]
    if found:
        yield BIDI.at(file, number, excerpt=visible(line), words={"names": _names(found)})


def _hidden(file: ChangedFile, number: int, line: str) -> Iterator[Finding]:
    found = [
        (index, character)
        for index, character in enumerate(line)
        if _is_hidden(line, index) and not (character == "\ufeff" and number == 1 and index == 0)
    ]
    if not found:
        return
    nul = any(character == texts.NUL for _, character in found)
    splits_word = nul or any(_in_word(line, index) for index, _ in found)
    payload = sum(_is_tag_or_selector(character) for _, character in found) >= 4
    text_only = bool(_TRANSLATIONS.search(file.path)) or not (splits_word or payload)
    yield HIDDEN.at(
        file,
        number,
        excerpt=visible(line),
        confidence=Confidence.LOW if text_only else None,
        severity=Severity.HIGH if payload else None,
        words={"names": _names([character for _, character in found])},
    )


def _is_hidden(line: str, index: int) -> bool:
    character = line[index]
    if character in _INVISIBLE or _is_tag_or_selector(character):
        return True
    if character not in _JOINERS:
        return False
    # Emoji sequences and Indic or Arabic words need joiners; between ASCII letters nothing does.
    return line[index - 1 : index].isascii() and line[index + 1 : index + 2].isascii()


def _is_tag_or_selector(character: str) -> bool:
    return "\U000e0000" <= character <= "\U000e01ef" or "\ufe00" <= character <= "\ufe0e"


def _in_word(line: str, index: int) -> bool:
    """Whether the character stands inside or at the edge of what looks like one ASCII name outside of a string."""
    before, after = line[:index], line[index + 1 :]
    in_string = any(before.count(quote) % 2 for quote in "'\"`") or before.lstrip().startswith(("#", "//", "*"))
    touches = bool(re.search(r"[A-Za-z0-9_]$", before) or re.match(r"[A-Za-z0-9_]", after))
    inside = bool(re.search(r"[A-Za-z0-9_]$", before) and re.match(r"[A-Za-z0-9_]", after))
    return inside or (touches and not in_string)


def _look_alikes(file: ChangedFile, number: int, line: str) -> Iterator[Finding]:
    for match in _WORD.finditer(line):
        word = match.group()
        plain = word.translate(_LOOK_ALIKE)
        if word.isascii() or not plain.isascii() or len(word) < 2 or plain.isdigit():
            continue
        mixed = any(character.isascii() and character.isalpha() for character in word)
        known = bool(re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", file.head_text or ""))
        if known or (mixed and not _TRANSLATIONS.search(file.path)):
            yield HOMOGLYPH.at(
                file,
                number,
                excerpt=visible(line),
                confidence=None if known and mixed else Confidence.LOW,
                words={"plain": plain, "shown": visible(word)},
            )
            return


def visible(text: str) -> str:
    """The text with every character beyond ASCII that is no plain letter of the reader's written as an escape."""
    return "".join(
        character
        if character in "\t\n" or (character.isprintable() and character not in _HIDES)
        else f"\\u{ord(character):04x}"
        if ord(character) <= 0xFFFF
        else f"\\U{ord(character):08x}"
        for character in text.translate(_ESCAPED)
    )


_HIDES = _INVISIBLE | _JOINERS | _REORDERING
_ESCAPED = {code: f"\\u{code:04x}" for code in _LOOK_ALIKE}


def _names(found: list[str]) -> str:
    """At most three different characters by code point and name."""
    unique = list(dict.fromkeys(found))
    shown = ["a NUL byte" if c == texts.NUL else f"U+{ord(c):04X} {_name(c)}" for c in unique[:3]]
    return ", ".join(shown) + (f" and {len(unique) - 3} more" if len(unique) > 3 else "")


def _name(character: str) -> str:
    return unicodedata.name(character, "CARRIAGE RETURN" if character == "\r" else "unnamed")
