"""Small changes of realistic code, kept as text beside the tests: ``ways/*.txt`` and ``same/*.txt``.

``=== name`` begins a change, ``@ path`` one of its files, and below stands a diff as of :mod:`tests.diffs`. A file
without a changed line is one of the tree that the change leaves alone. A mark behind the name says what is not so yet:
``[found]`` (a loss, but no comment on a line), ``[open]`` (the test is expected to fail).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from bot.model import Confidence
from tests import diffs
from tests.builders import MemoryTree, changed_file, snapshot
from workers.checks.base import Snapshot
from workers.checks.guards import Guards

_HERE = Path(__file__).parent
_NAME = re.compile(r"(.*?)(?: \[(\w+)\])?$")


def changes(folder: str, mark: str = "") -> list[ParameterSet]:
    """Those with the mark, and without one those that are ``open``, as parameters of a test."""
    found = []
    for path in sorted((_HERE / folder).glob("*.txt")):
        for name, given, text in _blocks(path.read_text()):
            if given == mark or (given == "open" and not mark):
                marks = [pytest.mark.xfail(strict=True)] if given == "open" else []
                found.append(pytest.param(text, id=f"{path.stem}-{name}", marks=marks))
    return found


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    for block in re.split(r"(?m)^=== ", text)[1:]:
        head, _, rest = block.partition("\n")
        match = _NAME.fullmatch(head)
        assert match is not None
        yield match[1], match[2] or "", rest


def review(text: str) -> Snapshot:
    """The change that the text tells."""
    files = []
    base: dict[str, str] = {}
    head: dict[str, str] = {}
    for part in re.split(r"(?m)^@ ", text)[1:]:
        path, _, diff = part.partition("\n")
        signs = {line[0] for line in diff.rstrip("\n").split("\n") if line}
        before = diffs.base(diff) if signs & {" ", "-"} else None
        after = diffs.head(diff) if signs & {" ", "+"} else None
        base |= {path: before} if before is not None else {}
        head |= {path: after} if after is not None else {}
        if signs & {"+", "-"}:
            files.append(changed_file(path, before, after))
    return snapshot(*files, tree=MemoryTree(head=head, base=base))


def on_lines(text: str) -> list[str]:
    """The comments that stand on lines of the change."""
    told = Guards().run(review(text)).head
    return [finding.message for finding in told if finding.confidence is not Confidence.LOW]
