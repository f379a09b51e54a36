"""Why PostgreSQL did not let us in, in words of ours: its own may hold an address, and a part of a password that was
written into a URL unquoted.

The phrases are those of PostgreSQL's server and of libpq in English; the code of a refusal (SQLSTATE) comes only where
the server itself has spoken.
"""

from __future__ import annotations

from typing import Final

_REASONS: Final = (
    ("resolve host", "the name of its host is not known; a password with signs such as `@` or `/` is percent-encoded"),
    ("translate host name", "the name of its host is not known"),
    ("connection refused", "nothing listens at its address"),
    ("no route to host", "there is no way to its address"),
    ("network is unreachable", "there is no way to its address"),
    ("no such file or directory", "there is no socket at its address"),
    ("permission denied", "the user may not do that there"),
    ("timed out", "it did not answer in time"),
    ("timeout expired", "it did not answer in time"),
    ("password authentication failed", "it refuses the user or the password"),
    ("no password supplied", "it wants a password, and the address has none"),
    ("no pg_hba.conf entry", "it lets nobody in from this machine as this user (pg_hba.conf)"),
    ("certificate verify failed", "its certificate is not believed here (sslrootcert)"),
    ("does not support ssl", "it speaks no TLS, which the address asks for (sslmode)"),
    ("too many clients", "all its connections are taken"),
    ("remaining connection slots", "all its connections are taken"),
    ("starting up", "it is starting up"),
    ("shutting down", "it is shutting down"),
)
"""What its words contain, and what that means."""
_MISSING: Final = (("database", "there is no such database: `createdb` makes it"), ("role", "there is no such user"))


def meaning(said: str) -> str:
    """``said`` is the driver's text; ``""`` where it is none of the known refusals."""
    lowered = said[:2_000].lower()
    found = next((words for phrase, words in _REASONS if phrase in lowered), "")
    if not found and "does not exist" in lowered:
        found = next((words for kind, words in _MISSING if f'{kind} "' in lowered), "")
    return found
