"""bandit's examples: the files that its functional tests examine, of https://github.com/PyCQA/bandit.

They have no marks: the tests compare numbers of issues a file. So the marks are the lines that bandit itself tells,
with the name of its test there (for its black lists, of calls and imports, the list's entry). The program `bandit` must
be on the search path; it only reads the files, and its comments `# nosec` are not heeded, because rules of ours do not.
Imports of a library that may be misused are marks too, although no rule of ours tells them: they are no flaw yet.

Safe are the whole files and the functions of a file in which bandit tells nothing; a function stands alone, below the
file's imports. What bandit could not read is left out.
"""

from __future__ import annotations

import ast
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from bench.examples.model import Example
from workers.change.git import Git

_FOLDER = "examples"
_ENDS = frozenset({0, 1})
"""How bandit ends: without issues, with issues."""


class BanditFailedError(Exception):
    """The program ``bandit`` is missing or gave no answer."""


def read(clone: Path) -> Iterator[Example]:
    """The examples at the clone's ``HEAD``, in the order of their paths.

    Raises :class:`BanditFailedError`, and ``ProcessFailed`` where git does.
    """
    git = Git(clone)
    blobs = {
        PurePosixPath(path).name: row.split()[2]
        for row in git.text("ls-tree", "HEAD", f"{_FOLDER}/").splitlines()
        for path in [row.split("\t")[1]]
        if path.endswith(".py")
    }
    bytes_of = git.blobs(blobs.values())
    texts = {name: bytes_of[blob].decode("utf-8", "replace") for name, blob in sorted(blobs.items())}
    told, unread = _told(texts)
    for name, text in texts.items():
        if name in unread or not text.strip():
            continue
        path = f"{_FOLDER}/{name}"
        marks = told.get(name, {})
        yield Example(path, text, marks, is_safe=not marks)
        if marks:
            yield from _without_mark(path, text, marks)


def _told(texts: Mapping[str, str]) -> tuple[Mapping[str, Mapping[int, str]], frozenset[str]]:
    """For each file the lines (from 1) that bandit tells, with the names of its tests, and the files not read."""
    with tempfile.TemporaryDirectory(prefix="patchwarden-examples-") as folder:
        for name, text in texts.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        answer = _answer(["bandit", "--quiet", "--ignore-nosec", "--format=json", *sorted(texts)], Path(folder))
    marks: dict[str, dict[int, str]] = {}
    for row in answer["results"]:
        kind = row["test_id"] if row["test_name"] == "blacklist" else row["test_name"]
        marks.setdefault(PurePosixPath(row["filename"]).name, {})[row["line_number"]] = kind
    return marks, frozenset(PurePosixPath(row["filename"]).name for row in answer["errors"])


def _answer(argv: list[str], folder: Path) -> Any:
    try:
        done = subprocess.run(argv, cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise BanditFailedError(f"`bandit` cannot be started, it is on PyPI: {error}") from error
    if done.returncode not in _ENDS:
        raise BanditFailedError(done.stderr.decode("utf-8", "replace")[-400:])
    return json.loads(done.stdout)


def _without_mark(path: str, text: str, marks: Mapping[int, str]) -> Iterator[Example]:
    """Each function of the file in which nothing is told, below the imports; its lines keep their numbers."""
    body = ast.parse(text).body
    lines = text.splitlines()
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if any(line in marks for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)):
            continue
        kept = {line for each in (*imports, node) for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
        alone = "\n".join(line if number in kept else "" for number, line in enumerate(lines, start=1))
        yield Example(f"{path.removesuffix('.py')}/{node.name}.py", alone + "\n", {}, is_safe=True)
