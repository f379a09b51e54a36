"""A repository's ``.patchwarden.yml``, read from its default branch, never from the change under review.

``shape`` is the table of its settings, ``kinds`` and ``compound`` are what their values may be; ``parsing`` reads one
file, ``merging`` makes one policy of several, ``model`` is what the others ask, ``explaining`` tells people what holds
for a path, ``schema`` and ``page`` tell their editors and the documentation what may stand in a file.
"""

from __future__ import annotations

from bot.policy.merging import merged
from bot.policy.model import OwnFlows, Policy, Silence, Standing
from bot.policy.parsing import BOUNDS, PATH, PolicyError, PolicyFile, Problem, read

__all__ = [
    "BOUNDS",
    "PATH",
    "OwnFlows",
    "Policy",
    "PolicyError",
    "PolicyFile",
    "Problem",
    "Silence",
    "Standing",
    "merged",
    "parse",
    "read",
]


def parse(text: str) -> Policy:
    """The policy of one file's text, with its mistakes. Raises :class:`PolicyError` where nothing of it can be used."""
    return merged([read(text)])
