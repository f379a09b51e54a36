"""Names that all hosts have: what may stand in a URL or a git command is checked by its grammar first."""

from __future__ import annotations

import re
from typing import Annotated

from msgspec import Meta

SHA = r"(?:[0-9a-f]{40}|[0-9a-f]{64})"
"""A full, lower-case commit id: SHA-1 or SHA-256."""
CommitId = Annotated[str, Meta(pattern=rf"\A{SHA}\Z")]
"""A commit id as a field of a shape: decoding refuses any other text."""
_SHA = re.compile(SHA)


def is_sha(text: object) -> bool:
    """Whether ``text`` is a full, lower-case commit id."""
    return isinstance(text, str) and _SHA.fullmatch(text) is not None
