"""Commits and trees that no git of today would write: what git's own check (``git fsck``) says of them, and what then.

Old repositories hold them, and hosts have taken them for twenty years. What cannot mislead a review is read. What can,
keeps the change from being reviewed, and its people are told which object it is. The ids are those of
``Documentation/fsck-msgids.txt``.

A fetch without blobs takes no setting for single messages (``fetch.fsck.…``) before git 2.46. So a repository in which
git refuses something harmless is fetched without the check, and checked afterwards with the settings of ``git fsck``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WHO = "a commit's people and times are told by the host; git's tree and parents are read, and nothing else"
_ENTRY = "git reads the entry as every version of it does, and the mode is compared as it is written today"
_MODULES = "nothing is checked out and no submodule is fetched: .gitmodules is a text like any other"
_SETTINGS = "attributes of the change are never applied: .gitattributes is a text like any other"
_TAG = "tags are not read"

HARMLESS: Mapping[str, str] = {
    "badDate": _WHO,
    "badDateOverflow": _WHO,
    "badEmail": _WHO,
    "badName": _WHO,
    "badTimezone": _WHO,
    "missingAuthor": _WHO,
    "missingCommitter": _WHO,
    "missingEmail": _WHO,
    "missingNameBeforeEmail": _WHO,
    "missingSpaceBeforeDate": _WHO,
    "missingSpaceBeforeEmail": _WHO,
    "multipleAuthors": _WHO,
    "zeroPaddedDate": _WHO,
    "nulInCommit": "the messages come from the host",
    "badFilemode": _ENTRY,
    "zeroPaddedFilemode": _ENTRY,
    "largePathname": "paths have a limit of their own here",
    "gitmodulesBlob": _MODULES,
    "gitmodulesLarge": _MODULES,
    "gitmodulesMissing": _MODULES,
    "gitmodulesName": _MODULES,
    "gitmodulesParse": _MODULES,
    "gitmodulesPath": _MODULES,
    "gitmodulesSymlink": _MODULES,
    "gitmodulesUpdate": _MODULES,
    "gitmodulesUrl": _MODULES,
    "gitattributesBlob": _SETTINGS,
    "gitattributesLarge": _SETTINGS,
    "gitattributesLineLength": _SETTINGS,
    "gitattributesMissing": _SETTINGS,
    "gitattributesSymlink": _SETTINGS,
    "gitignoreSymlink": "ignored files are a matter of working trees",
    "mailmapSymlink": "no mailmap is read",
    "badTagName": _TAG,
    "missingTaggerEntry": _TAG,
}
"""The message's id, and why it keeps nothing from a review."""

_MISLEADING: Mapping[str, str] = {
    "duplicateEntries": "it names one file twice, so there is no telling which of them a checkout has",
    "treeNotSorted": "its entries are out of order, so git does not find all of them",
    "fullPathname": "an entry's name has a slash, so it may stand for another file",
    "hasDot": "an entry is called `.`",
    "hasDotdot": "an entry is called `..`, so it would be written outside of a checkout",
    "hasDotgit": "an entry is called `.git`, so it would be written over a checkout's own settings",
    "nullSha1": "an entry leads to no object",
    "badTree": "it cannot be read",
    "badTreeSha1": "it names no tree",
    "missingTree": "it names no tree",
    "badParentSha1": "its parents cannot be read",
    "nulInHeader": "its head has a NUL byte",
    "unterminatedHeader": "its head has no end",
}
_SINCE_LATER = frozenset(name for name in HARMLESS if name.startswith("gitattributes") or name == "largePathname")
"""Git before 2.39 does not know them, and ends where a setting names one that it does not know."""
_SAID = re.compile(r"error(?:: object| in \w+) ([0-9a-f]{40}(?:[0-9a-f]{24})?): (\w+): ([^\n]{1,200})")


@dataclass(frozen=True, slots=True)
class Odd:
    """An object that git refuses."""

    name: str
    kind: str
    """The message's id."""
    words: str
    """Git's own."""

    @property
    def is_harmless(self) -> bool:
        return self.kind in HARMLESS

    def __str__(self) -> str:
        """A clause for people."""
        why = _MISLEADING.get(self.kind, self.words)
        return f"git refuses the object {self.name} of the repository: {why} ({self.kind})"


def refused(said: str) -> Odd | None:
    """The object that git refused, in what it said; ``None`` where it is no such refusal."""
    found = _SAID.search(said)
    return Odd(found[1], found[2], found[3].strip()) if found else None


def settings(met: Odd) -> tuple[str, ...]:
    """Settings of ``git fsck`` under which it passes over all that is harmless, after one such object was met."""
    harmless = sorted({*HARMLESS} - _SINCE_LATER | {met.kind})
    return (*(f"fsck.{name}=ignore" for name in harmless), *(f"fsck.{name}=error" for name in _MISLEADING))
