"""The files around some changed files that their calls lead to, read as far as a budget allows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.knowledge.languages import language_of
from bot.knowledge.paths import is_test_code
from workers.flows import uses
from workers.flows.imports import Tree, family
from workers.flows.languages import GRAMMARS, lowered
from workers.flows.names import Files
from workers.flows.program import Import, Module

MOST_FILES = 40
"""Unchanged files that are read for one change and family of languages."""
MOST_TEXT = 800_000
"""Characters of all of them."""
LONGEST = 150_000
"""Characters of one; a longer one is not written by hand."""
HEIGHT = 3
"""Calls from file to file, one after the other, that are followed."""
MOST_CALLERS = 40
"""Unchanged files that are looked at for a call of what a change wrote."""
MOST_OF_PACKAGE = 40
"""Files of a package that are looked at for a definition."""
_CALLING = re.compile(
    r"(?i)^(?:\w*(?:views?|routes?|router|urls|controllers?|handlers?|api|resources?|servlet|server|app|main|index|web))$"
)
"""Stems of files in which requests are handled."""

Read = Callable[[Sequence[str]], Mapping[str, str]]
"""The texts of some paths."""


@dataclass(slots=True)
class Gathered:
    """The files that are looked at together."""

    files: Files = field(default_factory=lambda: Files({}))
    texts: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    left_out: bool = False
    """Whether a file was not read, for its size or because there are too many."""

    @property
    def modules(self) -> dict[str, Module]:
        return self.files.modules

    def keep(self, paths: Collection[str]) -> None:
        """Forgets all other files."""
        for known in (self.modules, self.texts, self.languages):
            for path in known.keys() - set(paths):
                del known[path]


def likely_callers(paths: Iterable[str], changed: Sequence[str], language: str) -> list[str]:
    """The files that may call what stands in some changed ones, the likeliest first: near ones, and handlers."""
    folders = {posixpath.dirname(path) for path in changed}
    rows = []
    for path in paths:
        if family(language_of(path)) != language or is_test_code(path) or path in changed:
            continue
        folder, stem = posixpath.dirname(path), posixpath.basename(path).partition(".")[0]
        near = max((_shared(folder, each) for each in folders), default=0)
        score = 4 * (folder in folders) + 3 * bool(_CALLING.match(stem) or _CALLING.match(posixpath.basename(folder)))
        rows.append((-(score + near), path))
    return [path for _, path in sorted(rows)[:MOST_CALLERS]]


def _shared(one: str, other: str) -> int:
    """How many folders two paths share."""
    count = 0
    for mine, theirs in zip(one.split("/"), other.split("/"), strict=False):
        if mine != theirs or not mine:
            break
        count += 1
    return count


class Gathering:
    """Reads from the changed files on along what they call."""

    def __init__(self, tree: Tree, read: Read) -> None:
        self._tree, self._read = tree, read
        self.made = Gathered()
        self._left_files, self._left_text = MOST_FILES, MOST_TEXT
        self._seen: dict[str, str] = {}

    def start(self, path: str, language: str, text: str) -> None:
        """A changed file."""
        module = lowered(path, language, text)
        if module is not None:
            self._add(module, language, text)

    def _add(self, module: Module, language: str, text: str) -> None:
        self.made.modules[module.path] = module
        self.made.texts[module.path] = text
        self.made.languages[module.path] = language

    def follow(self) -> Gathered:
        """The changed files and those that their calls lead to."""
        level = [(module, uses.of_module(module)) for module in list(self.made.modules.values())]
        for height in range(HEIGHT):
            wanted: dict[str, set[str]] = {}
            for module, used in level:
                for target in self._targets(module, used):
                    imported = {found.name for found in module.imports.values() if found.name}
                    wanted.setdefault(target, set()).update(used.called | used.types | imported)
            new = self._load([path for path in wanted if path not in self.made.modules])
            if height == HEIGHT - 1 or not new:
                break
            level = [(module, uses.of_functions(module, wanted[module.path])) for module in new]
        return self.made

    def add_callers(self, paths: Sequence[str], names: Iterable[str] = ()) -> list[str]:
        """Adds unchanged files that call a function, by one of the names if there are any; their paths."""
        calling = self.calling(paths, names)
        self._left_files, self._left_text = max(self._left_files, MOST_CALLERS), max(self._left_text, MOST_TEXT // 2)
        return [module.path for module in self._load(calling) if self._connected(module)]

    def calling(self, paths: Sequence[str], names: Iterable[str]) -> list[str]:
        """The paths of those unchanged files in which something of these names is called."""
        called = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names))) + r")\s*\(")
        texts = self._looked_at([path for path in paths if path not in self.made.modules][:MOST_CALLERS])
        return [path for path, text in texts.items() if len(text) <= LONGEST and called.search(text)]

    def _connected(self, module: Module) -> bool:
        """Whether a file uses one of the others; what it imports is known from now on."""
        targets = list(self._targets(module, uses.of_module(module)))
        if any(target in self.made.modules and target != module.path for target in targets):
            return True
        for known in (self.made.modules, self.made.texts, self.made.languages):
            known.pop(module.path, None)
        return False

    def _targets(self, module: Module, used: uses.Uses) -> Iterator[str]:
        """The files that what a part of a module uses stands in."""
        names = used.roots | used.types
        wanted = [found for name, found in sorted(module.imports.items()) if name.split(".")[0] in names]
        wanted += [found for _, found in module.exported_from]
        for found in wanted:
            for name, target in self._tree.targets(module, found):
                self.made.files.connect(module.path, name, target)
                yield target
            if module.language == "go":
                yield from self._of_package(module, found, used)
        if module.language in ("java", "php"):
            beside = (self._tree.beside(module, name) for name in sorted(names))
            yield from (path for path in beside if path and path != module.path)
        if module.language == "go":
            others = self._tree.together(module.path, ".go")
            yield from self._defining([path for path in others if path != module.path], names | used.called)

    def _of_package(self, module: Module, found: Import, used: uses.Uses) -> Iterator[str]:
        paths = self._tree.folder(found)
        defining = self._defining(paths, used.called | used.types)
        if defining:
            self.made.files.connect(module.path, found.module, defining[0])
        yield from defining

    def _defining(self, paths: Sequence[str], names: Iterable[str]) -> list[str]:
        """The files of a package of Go that define one of some names."""
        texts = self._looked_at(paths[:MOST_OF_PACKAGE])
        wanted = frozenset(names)
        return [path for path in paths if wanted & _defined(texts.get(path, ""))]

    def _looked_at(self, paths: Sequence[str]) -> dict[str, str]:
        missing = [path for path in paths if path not in self._seen and path not in self.made.texts]
        if missing:
            self._seen.update(dict.fromkeys(missing, ""))
            self._seen.update(self._read(missing))
        return {path: self.made.texts.get(path) or self._seen.get(path, "") for path in paths}

    def _load(self, paths: Sequence[str]) -> list[Module]:
        chosen = [path for path in dict.fromkeys(paths) if not is_test_code(path)]
        if len(chosen) > self._left_files:
            self.made.left_out = True
            chosen = chosen[: self._left_files]
        texts = self._looked_at(chosen)
        new = []
        for path in chosen:
            text = texts.get(path, "")
            if not text:
                continue
            if len(text) > min(LONGEST, self._left_text):
                self.made.left_out = True
                continue
            language = language_of(path, text)
            module = lowered(path, language, text) if language in GRAMMARS else None
            if module is not None:
                self._left_text -= len(text)
                self._left_files -= 1
                self._add(module, language, text)
                new.append(module)
        return new


_DEFINED = re.compile(r"^(?:func (?:\(\s*(?:\w+\s+)?\*?(\w+)[^)]{0,80}\)\s*)?(\w+)|type (\w+))", re.MULTILINE)


def _defined(text: str) -> frozenset[str]:
    """The functions, methods and types that a file of Go defines."""
    return frozenset(name for found in _DEFINED.findall(text) for name in found[1:] if name)
