"""What a program wrote, or made short: people review the source that it was made from."""

from __future__ import annotations

import re

from bot.knowledge import paths
from bot.model import ChangedFile, split_lines

_SAYS_SO = re.compile(
    r"@generated\b|\bDO NOT EDIT\b|\bCode generated\b|\b(?:auto-?|automatically )generated\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"_pb2(_grpc)?\.pyi?$|\.pb(\.gw)?\.go$|_grpc\.pb\.\w+$|(^|/)zz_generated[^/]*$|[._]g(enerated|\.dart|\.cs)?\.\w+$"
    r"|\.designer\.(cs|vb)$|_string\.go$|(^|/)(generated|gen|__generated__)/",
    re.IGNORECASE,
)


def says_generated(text: str) -> bool:
    """Whether the text's first lines say that a program wrote it. A change can write that as well."""
    return any(_SAYS_SO.search(line) for line in split_lines(text[:2_000])[:10])


def is_generated(file: ChangedFile) -> bool:
    """Whether a program wrote the file: it says so, and so did its base, or a new file's name says so too.

    What the change alone says of itself is not believed.
    """
    if not says_generated(file.head_text if file.head_text is not None else file.base_text or ""):
        return False
    if file.base_text is not None:
        return says_generated(file.base_text)
    return bool(_NAMED.search(file.path))


LONGEST_LINE = 1_000
"""Characters. Nobody reads a longer line of code in a review."""
_BUNDLE = re.compile(r"[.-](min|bundle|pack|umd|iife)\.\w+$|[.-][0-9a-f]{8,32}(\.chunk)?\.\w+$", re.IGNORECASE)
_BANNER = re.compile(r"\s*(/\*!|/\*[^*]{0,200}(@license|@preserve|Licen[sc]e|Copyright))", re.IGNORECASE)
_SOURCE_MAP = re.compile(r"[#@] sourceMappingURL=\S++\s*+(\*/\s*+)?$")
_NO_CODE = re.compile(
    r"/\*.*?(?:\*/|\Z)|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\.)*`?|[ \t]+", re.DOTALL
)
_DENSE = 500
"""Characters of code without strings, comments and blanks in one line, as only a program writes it."""


def is_minified(path: str, text: str) -> bool:
    """Whether a program made the text short: its code is in lines that nobody writes, and its name, its folder with a
    licence's banner, or its source map says the same."""
    if not path.lower().endswith(tuple(paths.BUNDLED)) or len(text) <= LONGEST_LINE:
        return False
    named = _BUNDLE.search(path) or _SOURCE_MAP.search(text[-500:])
    if not named and not (paths.is_vendored(path) and _BANNER.match(text[:2_000])):
        return False
    lengths = [len(line.strip()) for line in _NO_CODE.sub(_kept_lines, text).split("\n")]
    return 10 * sum(length for length in lengths if length > _DENSE) > 8 * sum(lengths)


def _kept_lines(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")
