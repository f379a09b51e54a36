"""A change written as a small diff: `` `` both sides, ``-`` the base alone, ``+`` and ``!`` the head alone."""

from __future__ import annotations


def lines(diff: str) -> list[str]:
    """The diff's lines, each with its sign; an empty one stands on both sides."""
    return [line or " " for line in diff.strip("\n").split("\n")]


def base(diff: str) -> str | None:
    """The base's text; ``None`` where the change adds the file."""
    return "".join(f"{line[1:]}\n" for line in lines(diff) if line[0] in " -") or None


def head(diff: str) -> str:
    return "".join(f"{line[1:]}\n" for line in lines(diff) if line[0] in " +!")
