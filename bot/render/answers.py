"""What we answer to commands, in the words and the dialect of whoever asked."""

from __future__ import annotations

from bot.render import text
from bot.render.comment import Style
from bot.replies import Reply


def written(reply: Reply, style: Style, name: str, limit: int) -> str:
    """The answer in at most ``limit`` UTF-8 bytes. ``name`` is what we are called in commands."""
    del style, name
    return text.within("Done." if reply.obeyed else "That was not understood.", limit)
