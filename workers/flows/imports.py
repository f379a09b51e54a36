"""Which file of a tree an import means, by the paths of the tree alone (in Go, with the module's name)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from workers.flows.program import Import, Module

FAMILIES = {"typescript": "javascript", "vue": "javascript"}
ENDINGS = {
    "javascript": (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"),
    "python": (".py",),
    "go": (".go",),
    "java": (".java",),
    "php": (".php",),
    "ruby": (".rb",),
}
"""The endings of a family's files, in the order in which an import without one is tried."""
MOST_TOGETHER = 60
"""Files of one folder that are one package."""
_SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GO_MODULE = re.compile(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)


def family(language: str) -> str:
    """The languages whose files import each other have one name."""
    return FAMILIES.get(language, language)


class Tree:
    """The paths of a tree, by how imports name them."""

    def __init__(self, paths: Sequence[str], go_module: str = "") -> None:
        """``go_module``: the text of the file ``go.mod`` at the tree's root."""
        self._paths = frozenset(paths)
        found = _GO_MODULE.search(go_module[:10_000])
        self._go_module = found[1] if found else ""

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        by_name = defaultdict[str, list[str]](list)
        for path in sorted(self._paths):
            by_name[path.rpartition("/")[2]].append(path)
        return by_name

    def targets(self, module: Module, found: Import) -> Iterator[tuple[str, str]]:
        """The modules that an import may mean, each as the program names it and with its path."""
        kind = family(module.language)
        if kind == "javascript":
            target = self._script(module.path, found.module)
            if target:
                yield found.module, target
        elif kind == "python":
            for name in dict.fromkeys((found.module, below(found.module, found.name))):
                target = self._python(module.path, name) if name else ""
                if target:
                    yield name, target
        elif kind == "java":
            target = self._java(module.path, found.module)
            if target:
                yield found.module, target
        elif kind in ("php", "ruby"):
            target = self._autoloaded(module.path, kind, found.module)
            if target:
                yield found.module, target

    def folder(self, found: Import) -> list[str]:
        """The files of the package that an import of Go means."""
        inside = found.module.removeprefix(self._go_module).lstrip("/") if self._go_module else ""
        if not inside or not found.module.startswith(self._go_module):
            return []
        return self.together(f"{inside}/x.go", ".go")

    def together(self, path: str, ending: str) -> list[str]:
        """The files of a folder that are no tests, e.g. those of one package."""
        folder = path.rpartition("/")[0]
        start = f"{folder}/" if folder else ""
        found = self._folders.get(folder, [])
        return [each for each in found if each.endswith(ending) and not each.endswith("_test.go") and start in each]

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        folders = defaultdict[str, list[str]](list)
        for path in sorted(self._paths):
            folder = folders[path.rpartition("/")[0]]
            if len(folder) < MOST_TOGETHER:
                folder.append(path)
        return folders

    def beside(self, module: Module, name: str) -> str:
        """The file of a class of the same package (Java, PHP)."""
        path = posixpath.join(posixpath.dirname(module.path), name + ENDINGS[module.language][0])
        return path if path in self._paths else ""

    def _script(self, path: str, name: str) -> str:
        if name.startswith("."):
            return self._with_ending(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)))
        if name.startswith(("@/", "~/")):
            folder = posixpath.dirname(path)
            while True:
                for root in (posixpath.join(folder, "src"), folder):
                    found = self._with_ending(posixpath.normpath(posixpath.join(root, name[2:])))
                    if found:
                        return found
                if not folder:
                    return ""
                folder = posixpath.dirname(folder)
        return ""

    def _with_ending(self, path: str) -> str:
        endings = ENDINGS["javascript"]
        stem = re.sub(r"\.[cm]?jsx?$", "", path)
        tried = [path, *(path + each for each in endings), *(f"{path}/index{each}" for each in endings)]
        tried += [stem + each for each in endings] if stem != path else []
        return next((each for each in tried if each in self._paths and each.endswith(endings)), "")

    def _python(self, path: str, name: str) -> str:
        dots = len(name) - len(name.lstrip("."))
        inside = name.lstrip(".").replace(".", "/")
        folder = posixpath.dirname(path)
        if dots:
            for _ in range(dots - 1):
                folder = posixpath.dirname(folder)
            return self._python_at(posixpath.join(folder, inside))
        while True:
            for root in (folder, posixpath.join(folder, "src")):
                found = self._python_at(posixpath.join(root, inside))
                if found:
                    return found
            if not folder:
                return ""
            folder = posixpath.dirname(folder)

    def _python_at(self, stem: str) -> str:
        tried = (f"{stem}.py", posixpath.join(stem, "__init__.py"))
        return next((each for each in tried if each in self._paths), "")

    def _autoloaded(self, path: str, kind: str, name: str) -> str:
        """The file that a class is looked for in by its name: PSR-4, whose first names stand for a folder of any name,
        and Zeitwerk."""
        parts = name.split("\\") if kind == "php" else [_SNAKE.sub("_", each).lower() for each in name.split("::")]
        wanted = "/".join(parts) + ENDINGS[kind][0]
        named = [each for each in self._by_name.get(wanted.rpartition("/")[2], ()) if each != path]
        while wanted:
            found = [each for each in named if f"/{each}".endswith(f"/{wanted}")]
            if found:
                return max(found, key=lambda each: (len(posixpath.commonpath([f"/{each}", f"/{path}"])), each))
            wanted = wanted.partition("/")[2] if kind == "php" and wanted.count("/") > 1 else ""
        return ""

    def _java(self, path: str, name: str) -> str:
        wanted = name.replace(".", "/") + ".java"
        found = [each for each in self._by_name.get(wanted.rpartition("/")[2], ()) if f"/{each}".endswith(f"/{wanted}")]
        return max(found, key=lambda each: (len(posixpath.commonpath([f"/{each}", f"/{path}"])), each), default="")


def below(module: str, name: str) -> str:
    """What a name of a package is called where it is a module itself (Python)."""
    return f"{module}{'' if module.endswith('.') else '.'}{name}" if name else ""
