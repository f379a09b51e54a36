"""Which files somebody asked for by path."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.globs import Globs
from workers.change.diff_tree import FileChange

_WILD = frozenset("*?")


class BadPath(Exception):
    """The path is outside of the repository; the message says which."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Files, folders with all below them, and patterns (``**`` crosses folders), from the repository's root."""

    written: tuple[str, ...]
    """As people wrote them."""
    _names: tuple[str, ...]
    """``""`` is the root."""
    _patterns: Globs
    unseen: tuple[tuple[str, str], ...] = ()
    """The plain names that are not in the working tree: as written, and from the root. Git may know them."""
    _wild: tuple[tuple[str, str], ...] = ()
    """The patterns: as written, and from the root."""

    @classmethod
    def of(cls, written: Sequence[str], toplevel: Path, folder: Path) -> Paths:
        """The paths as they are meant in ``folder``. Raises :class:`BadPath`."""
        names, wild, unseen = list[str](), list[tuple[str, str]](), list[tuple[str, str]]()
        root = toplevel.resolve()
        for path in written:
            inside = os.path.relpath(os.path.normpath(folder.resolve() / path), root)
            if Path(inside).parts[:1] == (os.pardir,):
                raise BadPath(f"`{path}` is outside of the repository {toplevel}")
            name = "" if inside == os.curdir else Path(inside).as_posix()
            if _WILD & set(name) and not os.path.lexists(root / inside):  # a star may be part of a name
                wild.append((path, name))
                continue
            names.append(name)
            if not os.path.lexists(root / inside):
                unseen.append((path, name))
        patterns = tuple(each for _, name in wild for each in (name, f"{name}/"))
        return cls(tuple(written), tuple(names), Globs.of_paths(patterns), tuple(unseen), tuple(wild))

    def has(self, path: str) -> bool:
        return self._patterns.match(path) or any(
            not name or path == name or path.startswith(f"{name}/") for name in self._names
        )

    def wants(self, record: FileChange) -> bool:
        """Whether a side of the file is among them."""
        return self.has(record.path) or self.has(record.base_path)

    def deeper(self, files: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Of a pattern that fits none of ``files``, but would below its folder, how that is written. Git's own patterns
        cross folders."""
        for written, name in self._wild:
            if any(map(Globs.of_paths((name, f"{name}/")).match, files)):
                continue
            folder, slash, last = name.rpartition("/")
            if last and any(map(Globs.of_paths((f"{folder}{slash}**/{last}",)).match, files)):
                yield written, f"{written.removesuffix(last)}**/{last}"
