"""The files with rules of a repository's own, read from git at the commit that its policy is read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workers.change import diff_tree
from workers.change.fetching import Blobs
from workers.change.git import Git
from workers.processes import sandbox

MOST_FILES = 100
LARGEST_FILE = 1_000_000
"""Bytes. What is longer is not even read; a shorter file may still be more than a rule file may be."""
_ENDINGS = (".yml", ".yaml")
_LITERAL = {"GIT_LITERAL_PATHSPECS": "1"}
"""A folder may be named ``:(exclude)``."""


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The texts by path, and a sentence for the change about each name that leads to none."""

    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read(git: Git, commit: str, names: Iterable[str], blobs: Blobs) -> OwnFiles:
    """The YAML files that the names (files, or folders with all below them) lead to at a commit."""
    blob_of: dict[str, str] = {}
    problems: list[str] = []
    for name in dict.fromkeys(names):
        try:
            found = _listed(git, commit, name)
        except sandbox.ProcessFailed:
            found = {}
        if not found:
            problems.append(
                f"The name of own rules {_shown(name)} leads to no YAML file of the default branch; mend the name in "
                "the policy."
            )
        blob_of |= found
    if len(blob_of) > MOST_FILES:
        problems.append(f"The policy's own rules are {len(blob_of):,} files; the first {MOST_FILES} are read.")
    chosen = {path: blob_of[path] for path in sorted(blob_of)[:MOST_FILES]}
    blobs.bring(sorted(set(chosen.values())))
    sizes = git.sizes(chosen.values())
    contents = git.blobs({blob for blob in chosen.values() if sizes.get(blob, LARGEST_FILE + 1) <= LARGEST_FILE})
    problems += [
        f"The file of own rules {_shown(path)} is longer than {LARGEST_FILE:,} bytes; write shorter files of rules."
        for path, blob in chosen.items()
        if blob not in contents
    ]
    texts = {path: contents[blob].decode("utf-8", "replace") for path, blob in chosen.items() if blob in contents}
    return OwnFiles(texts, tuple(problems))


def _listed(git: Git, commit: str, name: str) -> dict[str, str]:
    """Path → blob of the regular YAML files that a name leads to."""
    path = name.removeprefix("./").rstrip("/")
    if path in ("", ".") or path.startswith("/") or ".." in path.split("/") or "\0" in path:
        return {}
    found = {}
    for row in git.run("ls-tree", "-r", "-z", commit, "--", path, env=_LITERAL).split(b"\0"):
        meta, _, raw = row.partition(b"\t")
        mode, _, blob = meta.decode().partition(" blob ")
        at = raw.decode("utf-8", "backslashreplace")
        if mode in diff_tree.REGULAR and at.lower().endswith(_ENDINGS):
            found[at] = blob
    return found


def _shown(name: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in name[:200])
    return "`" + printable.replace("`", "'") + "`"
