"""What the shapes of all hosts' answers have in common: see ``wire.py`` in each host's folder.

A shape is the part of an answer that is read. What a host sends beside it is left out, so a host may add fields.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from bot.hosts.names import SHA

CommitId = Annotated[str, Meta(pattern=rf"\A{SHA}\Z")]
"""A full, lower-case commit id, SHA-1 or SHA-256: it may stand in a URL and in a git command."""
