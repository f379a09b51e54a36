"""A unified diff read as text: which files it names, and the lines that its hunks show.

The form is that of diff(1) and git-diff(1): https://git-scm.com/docs/diff-format. What stands around the files (a
mail's head and foot) is passed over; a hunk that is not whole is an error, for half a hunk would be half a review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LARGEST = 60_000_000
"""Bytes of a patch."""
_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_PREFIXES = frozenset({(b"a", b"b"), (b"c", b"i"), (b"i", b"w"), (b"c", b"w"), (b"o", b"w"), (b"1", b"2")})
"""What git puts before both paths (``diff.mnemonicPrefix``)."""
_ESCAPE = re.compile(rb"\\([abtnvfr\"\\]|[0-3][0-7]{2})")
_ESCAPED = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
_NOWHERE = b"/dev/null"


class BadPatch(Exception):
    """The text is no patch that can be read; the message names the line and the remedy."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"the patch, line {line}: {what}")


@dataclass(frozen=True, slots=True)
class PatchHunk:
    """One hunk as it is written. ``lines`` are of the kinds ``b" "``, ``b"-"`` and ``b"+"``, each with its text."""

    base_start: int
    head_start: int
    lines: tuple[tuple[bytes, bytes], ...]

    def of_side(self, sign: bytes) -> list[bytes]:
        """The texts of one side: context, and the lines of ``sign``."""
        return [text for kind, text in self.lines if kind in (b" ", sign)]


@dataclass(slots=True)
class PatchedText:
    """What the patch says of one file. A path is ``None`` where the file does not exist on that side."""

    line: int
    """Of the patch, where the file begins."""
    old: bytes | None = None
    new: bytes | None = None
    old_mode: str | None = None
    new_mode: str | None = None
    moved: bool = False
    """A rename, which the patch names; of a copy the source stays."""
    binary: bool = False
    hunks: list[PatchHunk] = field(default_factory=list)
    named: bool = False
    """Whether the paths are known for certain: by ``---`` and ``+++``, or by ``rename``."""


def read(content: bytes) -> list[PatchedText]:
    """The files of a patch, in its order. Raises :class:`BadPatch`."""
    if len(content) > LARGEST:
        raise BadPatch(1, f"it has more than {LARGEST:,} bytes; review the range in a clone instead")
    return _Reader(content.split(b"\n")).files()


class _Reader:
    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines
        self._at = 0
        self._found: list[PatchedText] = []

    def files(self) -> list[PatchedText]:
        while self._at < len(self._lines):
            self._line(self._lines[self._at])
        if not self._found and any(line.strip() for line in self._lines):
            raise BadPatch(1, "there is no `diff --git` and no `---` line in it; give what `git diff` writes")
        return self._found

    @property
    def _number(self) -> int:
        return self._at + 1

    def _line(self, line: bytes) -> None:
        if line.startswith(b"diff --git "):
            self._found.append(_of_header(self._number, line.removeprefix(b"diff --git ").rstrip(b"\r")))
        elif line.startswith((b"diff --cc ", b"diff --combined ", b"@@@ ")):
            raise BadPatch(self._number, "this is the diff of a merge; give a diff of two states (`git diff A...B`)")
        elif line.startswith(b"--- ") and self._following.startswith(b"+++ "):
            self._names(line, self._following)
            self._at += 1
        elif line.startswith(b"@@ -"):
            if not self._found or not self._found[-1].named:
                raise BadPatch(self._number, "a hunk without the `---` and `+++` lines of its file")
            self._hunk(line)
            return
        elif self._found and not self._found[-1].hunks:
            _extend(self._found[-1], line.rstrip(b"\r"))
        self._at += 1

    @property
    def _following(self) -> bytes:
        return self._lines[self._at + 1] if self._at + 1 < len(self._lines) else b""

    def _names(self, old_line: bytes, new_line: bytes) -> None:
        old, new = (_written(line[4:].rstrip(b"\r")) for line in (old_line, new_line))
        names = _without_prefix(old, new)
        last = self._found[-1] if self._found else None
        if last is None or last.hunks or (last.named and not (last.moved and last.new == names[1])):
            self._found.append(PatchedText(self._number))
        file = self._found[-1]
        if not file.moved:  # of a copy the patch names the source, and there it stays
            file.old, file.new = names
        file.named = True

    def _hunk(self, line: bytes) -> None:
        start = self._number
        match = _HUNK.match(line)
        if match is None:
            raise BadPatch(start, "a hunk begins with a line such as `@@ -1,3 +1,4 @@`")
        base_start, base_count, head_start, head_count = (int(part) if part else 1 for part in match.groups())
        lines: list[tuple[bytes, bytes]] = []
        left = {b"-": base_count, b"+": head_count}
        self._at += 1
        while left[b"-"] or left[b"+"] or self._is_remark():
            if self._at >= len(self._lines):
                raise BadPatch(start, "the hunk ends early; is the patch cut off?")
            text = self._lines[self._at]
            sign, rest = text[:1] or b" ", text[1:]  # mail programs cut off what they take for white space at the end
            if sign == b"\\":
                self._at += 1
                continue
            sides = {b" ": (b"-", b"+"), b"\r": (b"-", b"+"), b"-": (b"-",), b"+": (b"+",)}.get(sign)
            if sides is None or not all(left[side] for side in sides):
                raise BadPatch(self._number, "this line is none of its hunk, which names more lines; is it damaged?")
            for side in sides:
                left[side] -= 1
            lines.append((b" " if sign == b"\r" else sign, rest))
            self._at += 1
        file = self._found[-1]
        if file.hunks and not _follows(file.hunks[-1], base_start, head_start):
            raise BadPatch(start, "the hunks of a file must follow each other")
        file.hunks.append(PatchHunk(base_start, head_start, tuple(lines)))

    def _is_remark(self) -> bool:
        return self._at < len(self._lines) and self._lines[self._at].startswith(b"\\ ")


def _follows(before: PatchHunk, base_start: int, head_start: int) -> bool:
    base_end = before.base_start + len(before.of_side(b"-"))
    head_end = before.head_start + len(before.of_side(b"+"))
    return base_start >= base_end and head_start >= head_end


def _of_header(number: int, rest: bytes) -> PatchedText:
    """The file of a ``diff --git`` line: its paths are one with two prefixes, unless later lines say other ones."""
    file = PatchedText(number)
    for old, new in _halves(rest):
        names = _without_prefix(old, new)
        if names[0] == names[1]:
            file.old, file.new = names
            break
    return file


def _halves(rest: bytes) -> Iterator[tuple[bytes, bytes]]:
    if rest.startswith(b'"'):
        end = rest.find(b'" ', 1)
        yield _written(rest[: end + 1]), _written(rest[end + 2 :])
        return
    middle = len(rest) // 2
    yield rest[:middle], rest[middle + 1 :]


def _extend(file: PatchedText, line: bytes) -> None:
    """What git says of a file before its hunks."""
    key, _, value = line.partition(b" ")
    if line.startswith(b"old mode "):
        file.old_mode = line[9:].decode("ascii", "replace")
    elif line.startswith(b"new mode "):
        file.new_mode = line[9:].decode("ascii", "replace")
    elif line.startswith(b"new file mode "):
        file.old, file.new_mode = None, line[14:].decode("ascii", "replace")
    elif line.startswith(b"deleted file mode "):
        file.new, file.old_mode = None, line[18:].decode("ascii", "replace")
    elif line.startswith(b"index ") and b" " in value:
        file.old_mode = file.new_mode = value.rpartition(b" ")[2].decode("ascii", "replace")
    elif key in (b"rename", b"copy") and value.startswith((b"from ", b"to ")):
        way, _, path = value.partition(b" ")
        if way == b"to":
            file.new = _written(path)
        elif key == b"rename":
            file.old = _written(path)
        else:
            file.old = None
        file.moved = file.named = True
    elif line.startswith((b"Binary files ", b"GIT binary patch")):
        file.binary = True


def _written(path: bytes) -> bytes:
    """A path as it stands in a patch: in quotes with escapes, or followed by a tab and a time."""
    if not path.startswith(b'"'):
        return path.partition(b"\t")[0]
    end = path.rfind(b'"')

    def meant(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return bytes([_ESCAPED[code] if code in _ESCAPED else int(code, 8)])

    return _ESCAPE.sub(meant, path[1:end] if end > 0 else path[1:])


def _without_prefix(old: bytes, new: bytes) -> tuple[bytes | None, bytes | None]:
    """Both paths without ``a/`` and ``b/``, where the patch has such; ``None`` for ``/dev/null``."""
    before, after = old.partition(b"/")[0], new.partition(b"/")[0]
    pairs = {(before, after), (after, before)}
    if old == _NOWHERE or new == _NOWHERE:
        prefix = after if old == _NOWHERE else before
        prefixed = any(prefix in pair for pair in _PREFIXES)
    else:
        prefixed = bool(pairs & _PREFIXES)
    shown = [None if path == _NOWHERE else path.partition(b"/")[2] if prefixed else path for path in (old, new)]
    return shown[0], shown[1]
