"""Which unchanged files of a repository may say where a lost protection stands now.

A tree can be listed for nothing, but reading it may fetch, and it cannot be searched. So the files are chosen by their
paths: those that are named like what the code inherits from, imports or calls, those beside it, and those in which
frameworks set up routes and middleware.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from bot.knowledge.languages import language_of
from bot.knowledge.paths import is_not_deployed, is_test_code
from bot.model import ChangedFile, FileStatus, Side
from workers.checks.base import Tree
from workers.checks.guards import flow
from workers.checks.guards.grammar import GRAMMARS
from workers.checks.guards.model import Definition

MOST_FILES = 40
MOST_TEXT = 1_000_000
"""Characters of all files together."""
LONGEST = 200_000
"""Characters of a file; a longer one is not written by hand."""

_FAMILIES = {"typescript": "javascript"}
_SETUP = re.compile(
    r"(?i)^(?:application_?controller|base_?controller|controller|urls|routes?|router|routing|web|api|app|application|main|server"
    r"|middlewares?|settings|kernel|base|auth\w*|permissions?|polic(?:y|ies)|security\w*|handlers?|views?|index|config)$"
)
"""Stems of files in which frameworks set up what stands in front of routes."""
_IMPORT = re.compile(
    r"(?m)^[ \t]*(?:import|from|use|using|require(?:_once|_relative)?|include|const|var|let|\")[^\n]{0,300}"
)
_WORD = re.compile(r"[A-Za-z]\w+")
_CALL_OF = r"(?<![\w$]){}\b"


class Nearby:
    """Files of the head around some changed files, read in one go."""

    def __init__(self, tree: Tree, changed: Sequence[ChangedFile], named: Collection[str]) -> None:
        """``named`` are names of classes, functions and modules that are looked for."""
        self._tree, self._changed, self._named = tree, changed, named
        self._files: dict[str, ChangedFile] = {}
        self.is_whole = False
        """Whether every file of the languages was read."""
        self._read()

    def _read(self) -> None:
        families = {_family(file.path) for file in self._changed}
        paths = [path for path in self._tree.paths(Side.HEAD) if _family(path) in families and _is_of_use(path)]
        rank = _Rank(self._changed, self._named)
        chosen = sorted(paths, key=lambda path: (-rank.of(path), path))[:MOST_FILES]
        texts = self._tree.read(chosen, Side.HEAD) if chosen else {}
        left = MOST_TEXT
        for path in chosen:
            text = texts.get(path, "")
            if text and len(text) <= min(LONGEST, left):
                left -= len(text)
                self._files[path] = _as_file(path, text)
        self.is_whole = self._tree.is_whole(Side.HEAD) and len(self._files) == len(paths)

    @cached_property
    def files(self) -> tuple[ChangedFile, ...]:
        return tuple(self._files.values())

    def naming(self, name: str) -> Iterator[tuple[ChangedFile, list[int]]]:
        """The files whose text has a name, each with the lines where it stands."""
        pattern = re.compile(_CALL_OF.format(re.escape(name)))
        for file in self.files:
            text = file.head_text or ""
            if name in text:
                lines = [number for number, line in enumerate(text.split("\n"), 1) if pattern.search(line[:1000])]
                if lines:
                    yield file, lines[:MOST_LINES]

    def defined(self, name: str, *, is_class: bool = False) -> list[tuple[ChangedFile, Definition]]:
        """The definitions with a simple name, read."""
        found = []
        for file, _ in self.naming(name):
            listed = [one for one in self.listed(file) if one.simple_name == name and one.is_class == is_class]
            names = [one.name for one in listed]
            found += [(file, one) for one in flow.read_definitions(file, Side.HEAD, names)]
        return found[:MOST_DEFINED]

    def listed(self, file: ChangedFile) -> Sequence[Definition]:
        """All definitions of a file; none is read."""
        if file.path not in self._lists:
            self._lists[file.path] = flow.read(file, Side.HEAD, ()).definitions
        return self._lists[file.path]

    @cached_property
    def _lists(self) -> dict[str, Sequence[Definition]]:
        return {}


MOST_LINES = 40
"""Lines of a file on which a name is looked at."""
MOST_DEFINED = 6
"""Definitions of one name that are read: what more have is nobody's in particular."""


class _Rank:
    """How likely a file is to hold what is looked for, by its path."""

    def __init__(self, changed: Sequence[ChangedFile], named: Collection[str]) -> None:
        self._folders = {str(PurePosixPath(file.path).parent) for file in changed}
        self._paths = {file.path for file in changed}
        self._named = {_plain(name) for name in named}
        self._imported = {_plain(word) for file in changed for word in _imported(file)}

    def of(self, path: str) -> int:
        pure = PurePosixPath(path)
        stem, folder = pure.stem, str(pure.parent)
        near = folder in self._folders
        is_above = any(other.startswith(f"{folder}/") or folder == "." for other in self._folders)
        return (
            16 * (_plain(stem) in self._named)
            + 8 * (path in self._paths)
            + 8 * (_plain(stem) in self._imported or _plain(pure.parent.name) in self._imported)
            + 4 * near
            + 2 * is_above
            + 3 * bool(_SETUP.match(stem))
        )


def _imported(file: ChangedFile) -> Iterator[str]:
    """The words of the lines at the top of a file that import something."""
    for statement in _IMPORT.findall((file.head_text or "")[:20_000]):
        yield from _WORD.findall(statement)


def _plain(name: str) -> str:
    """``ApplicationController`` and ``application_controller`` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _family(path: str) -> str:
    language = language_of(path)
    return _FAMILIES.get(language, language) if language in GRAMMARS else ""


def _is_of_use(path: str) -> bool:
    return bool(_family(path)) and not is_test_code(path) and not is_not_deployed(path)


def _as_file(path: str, text: str) -> ChangedFile:
    return ChangedFile(path, FileStatus.MODIFIED, text, text, language=language_of(path))
