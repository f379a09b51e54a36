"""Which changes are reviewed: by repository, branch, author, label and title, as a policy or the operator says. Pure.

Whoever asks for a review by a command gets one all the same: these lists save work and noise, and are no lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.globs import Globs
from bot.model import Change

KINDS = ("repositories", "branches", "authors", "labels", "titles")
_OF_GROUPS = frozenset({"repositories", "branches"})
"""What a merge queue's group has."""
_WITHOUT_A_PUSH = frozenset({"labels", "titles"})
_NAMES = {"repositories": "repository", "branches": "branch", "authors": "author", "labels": "label", "titles": "title"}

Lists = tuple[tuple[str, tuple[str, ...]], ...]
"""Kinds and their patterns: ``*`` stands for any text, ``?`` for any character, everything else for itself. Case counts
in repositories and branches alone."""


@dataclass(frozen=True, slots=True)
class Concern:
    """What is reviewed. Without any list everything is."""

    only: Lists = ()
    """A change has to match each of these lists."""
    skip: Lists = ()
    """A change that matches one of these lists is left out."""
    whose: str = ""
    """Who says so, for people: "this repository's policy"."""

    @classmethod
    def of(cls, only: Mapping[str, tuple[str, ...]], skip: Mapping[str, tuple[str, ...]], whose: str) -> Concern:
        """From the patterns by kind; a list without any says nothing."""
        return cls(_lists(only), _lists(skip), whose)

    @property
    def is_moved_by_people(self) -> bool:
        """Whether a list goes by what people may change without a push."""
        return any(kind in _WITHOUT_A_PUSH for kind, _ in (*self.only, *self.skip))

    def why_not(self, change: Change) -> str:
        """Why a change is not reviewed, as a clause for people; ``""`` where it is."""
        skip, only = dict(self.skip), dict(self.only)
        for kind in KINDS:
            if change.ref.group and kind not in _OF_GROUPS:
                continue
            values = tuple(_values(kind, change))
            if (patterns := skip.get(kind)) and (found := _first(kind, patterns, values)):
                return f"{self.whose} leaves out the {_NAMES[kind]} `{_shown(found)}`"
            if (patterns := only.get(kind)) and not _first(kind, patterns, values):
                listed = ", ".join(f"`{_shown(each)}`" for each in patterns[:5])
                more = f" and {len(patterns) - 5} more" if len(patterns) > 5 else ""
                return f"{self.whose} has only the {kind} {listed}{more} reviewed"
        return ""


def _lists(patterns: Mapping[str, tuple[str, ...]]) -> Lists:
    return tuple((kind, found) for kind, found in patterns.items() if found)


def _values(kind: str, change: Change) -> Iterable[str]:
    """What a change has of a kind: a repository by its name, and with its host's."""
    match kind:
        case "repositories":
            return (change.ref.repository, f"{change.ref.host}:{change.ref.repository}")
        case "branches":
            return (change.target_branch,)
        case "authors":
            return (change.author,)
        case "labels":
            return change.labels
        case _:
            return (change.title,)


def _first(kind: str, patterns: tuple[str, ...], values: Iterable[str]) -> str:
    """The first value that matches a pattern; ``""`` where none does."""
    exact = kind in _OF_GROUPS
    globs = Globs.of_names(tuple((each if exact else each.casefold()).replace("[", "[[]") for each in patterns))
    return next((each for each in values if globs.match(each if exact else each.casefold())), "")


def _shown(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:80]
