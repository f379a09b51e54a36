"""What a measurement has found so far, so that it can be stopped and goes on where it was.

Rows are JSON lines in one file a repository, in a folder that is named by the digest of the code that made them: rows
of other code are never mixed with these, and never read again.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Kept:
    """The rows of one stage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, repository: str) -> dict[str, Mapping[str, Any]]:
        """The rows of a repository by their ``key``. A line that a stopped run has left half written is no row."""
        found: dict[str, Mapping[str, Any]] = {}
        path = self._path(repository)
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            found[row["key"]] = row
        return found

    def add(self, repository: str, row: Mapping[str, Any]) -> None:
        path = self._path(repository)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            # A line that was cut ends here.
            if file.tell() and _last(file) != b"\n":
                file.write(b"\n")
            file.write(json.dumps(row, sort_keys=True).encode() + b"\n")

    def _path(self, repository: str) -> Path:
        return self.folder / f"{repository.replace('/', '+')}.jsonl"


def _last(file: Any) -> bytes:
    file.seek(-1, 2)
    return bytes(file.read(1))


def newest(folder: Path) -> Kept | None:
    """The rows of the digest that was written to last, below the folder of a stage."""
    written = list(folder.glob("*/*.jsonl"))
    return Kept(max(written, key=lambda path: path.stat().st_mtime).parent) if written else None


def digest(paths: Iterable[Path], apart: Collection[str] = ()) -> str:
    """Twelve hexadecimal digits of these files. Of Python only what runs counts, without comments and docstrings, and
    without the constants named ``apart``, which stand on the top level of their modules."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        if path.suffix == ".py":
            content = _running(content.decode("utf-8"), apart).encode()
        total.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode() + content)
    return total.hexdigest()[:12]


def _running(text: str, apart: Collection[str]) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [item for item in node.body if not _is_text(item)]
    tree.body = [item for item in tree.body if not _named(item) & set(apart)]
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _named(node: ast.stmt) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}
