"""njsscan's examples: the test files of https://github.com/ajinabraham/njsscan.

In ``true_positives`` a comment ``// ruleid: NAME`` says that the rule of this name matches from the next line of code
on. That is the *first* line of a match that may be long. Of a flow it is where the request's value is read: there
begins the way that a finding of ours tells, too. Of the misuse of a library it may be the import, which is no flaw;
such a mark is moved to the first line that uses what was imported. Files of ``true_negatives`` hold nothing to be told.

The test of the templates compares names of rules, not lines, and one file holds one line of each language; of
``tests/assets/templates`` only the safe files in a language of ours are examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from bench.examples.model import Example
from bot.knowledge.languages import language_of
from workers.change.git import Git

_FOLDER = "tests/assets"
_READ = frozenset({"javascript", "typescript", "vue"})
_MARK = re.compile(r"\s*//\s*ruleid:\s*(\w+)")
_COMMENT = re.compile(r"\s*(//.*)?$")
_IMPORT = re.compile(r"\s*(?:const|let|var)\s+([\w$]+)\s*=\s*require\([^)]*\)(?:\.\w+)?\s*[;,]?\s*$")
"""An import and nothing else on the line; what is called at once is a use."""
_TAKEN_APART = re.compile(r"\s*(?:const|let|var)\s+\{([^}]*)\}\s*=\s*([\w$]+)\s*;?\s*$")


def read(clone: Path) -> Iterator[Example]:
    """The examples at the clone's ``HEAD``, in the order of their paths. Raises ``ProcessFailed`` where git does."""
    git = Git(clone)
    names = {
        path: row.split()[2]
        for row in git.text("ls-tree", "-r", "HEAD", f"{_FOLDER}/").splitlines()
        for path in [row.split("\t")[1]]
        if language_of(path) in _READ and {"true_positives", "true_negatives"} & set(PurePosixPath(path).parts)
    }
    blobs = git.blobs(names.values())
    for path, blob in sorted(names.items()):
        text = blobs[blob].decode()
        if "true_negatives" in path:
            yield Example(path, text, {}, is_safe=True)
        elif "/node_source/" in path:
            yield Example(path, text, dict(_marked(text.splitlines())))


def _marked(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The number (from 1) of each marked line and the name of the rule that its mark has."""
    for at, line in enumerate(lines):
        if mark := _MARK.match(line):
            first = next(i for i in range(at + 1, len(lines)) if not _COMMENT.match(lines[i]))
            yield _used(lines, first) + 1, mark[1]


def _used(lines: Sequence[str], at: int) -> int:
    """The index of the first line that uses what the line imports; the line itself, if it does more or nothing does."""
    bound = _IMPORT.match(lines[at])
    names = {bound[1]} if bound else set[str]()
    for later in range(at + 1, len(lines) if names else 0):
        if any(re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", lines[later]) for name in names):
            taken = _TAKEN_APART.match(lines[later])
            if taken is None or taken[2] not in names:
                return later
            names |= {part.split(":")[-1].strip() for part in taken[1].split(",")}
    return at
