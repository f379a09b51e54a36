"""Which changes the operator has reviewed, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.concern import Concern
from bot.concern_patterns import fault
from bot.hosts.fields import Problem

ONLY: Final[Mapping[str, str]] = {
    "PATCHWARDEN_ONLY_AUTHORS": "authors",
    "PATCHWARDEN_ONLY_BRANCHES": "branches",
    "PATCHWARDEN_ONLY_LABELS": "labels",
    "PATCHWARDEN_ONLY_REPOSITORIES": "repositories",
    "PATCHWARDEN_ONLY_TITLES": "titles",
}
SKIP: Final[Mapping[str, str]] = {
    "PATCHWARDEN_SKIP_AUTHORS": "authors",
    "PATCHWARDEN_SKIP_BRANCHES": "branches",
    "PATCHWARDEN_SKIP_LABELS": "labels",
    "PATCHWARDEN_SKIP_REPOSITORIES": "repositories",
    "PATCHWARDEN_SKIP_TITLES": "titles",
}
NAMES: Final = (*ONLY, *SKIP)


def read(environ: Mapping[str, str]) -> tuple[Concern, tuple[Problem, ...]]:
    """Each variable holds patterns with commas between them; what is wrong with them stands beside."""
    problems = tuple(
        Problem(name, f"{pattern[:140]!r} cannot be used: {wrong}")
        for names, leaves_out in ((ONLY, False), (SKIP, True))
        for name, kind in names.items()
        for pattern in _patterns(environ.get(name, ""))
        if (wrong := fault(kind, pattern, leaves_out=leaves_out))
    )
    return Concern.of(_lists(environ, ONLY), _lists(environ, SKIP), "this installation"), problems


def _lists(environ: Mapping[str, str], names: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {kind: _patterns(environ.get(name, "")) for name, kind in names.items()}


def _patterns(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
