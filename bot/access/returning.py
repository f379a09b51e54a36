"""Where a person goes after signing in: a path of ours, whatever was asked for."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/"
_LONGEST = 1_000
"""Characters; it travels in a cookie."""
_OWN = ("/sign-in", "/sign-out")


def safe(path: str) -> str:
    """``path`` where it is one of ours with its query, else :data:`HOME`.

    Browsers read ``//host``, ``/\\host`` and what has control characters or leading spaces in it as another server's
    address. ``%``-encoded forms stay encoded in the answer's header, so they are the path's own characters.
    """
    if not path.startswith("/") or path[1:2] in ("/", "\\") or len(path) > _LONGEST:
        return HOME
    if "\\" in path or not path.isascii() or not path.isprintable() or " " in path:
        return HOME
    try:
        parts = urlsplit(path)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc:
        return HOME
    plain = "/" + "/".join(filter(None, parts.path.split("/")))
    if any(plain == own or plain.startswith(f"{own}/") for own in _OWN):
        return HOME
    return path
