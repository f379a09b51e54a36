"""Go modules."""

from __future__ import annotations

import re

from bot.model import split_lines
from workers.checks.dependencies.manifests.model import Entry, Manifest

_REPLACED = re.compile(r"(\S+)(?: \S+)? => (\S+)(?: (\S+))?$")
_REQUIRED = re.compile(r"((?=[\w./~-][\w/~-]*+\.[\w./~-])[\w./~-]++) (v\S+)$")


def go_mod(text: str) -> Manifest:
    entries = []
    for line in split_lines(text):
        body = line.split("//")[0].strip().removeprefix("require ").removeprefix("replace ")
        if replaced := _REPLACED.match(body):
            name, target, version = replaced.groups()
            if not target.startswith("."):
                entries.append(Entry("go", name, body, version or "", target if target != name else ""))
        elif required := _REQUIRED.match(body):
            entries.append(Entry("go", required.group(1), required.group(2), required.group(2)))
    return Manifest(tuple(entries))


def go_sum(text: str) -> Manifest:
    """Several versions of one module may stand there, and none of them need be the one that is built: no versions."""
    rows = (line.split() for line in split_lines(text))
    entries = [
        Entry("go", row[0], row[1], hashes=frozenset({row[2]}))
        for row in rows
        if len(row) == 3 and not row[1].endswith("/go.mod")
    ]
    return Manifest(tuple(entries), is_lock=True)
