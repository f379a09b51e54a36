"""Git's errors told apart: what may pass is a :class:`HostUnavailable`, all else is final and said on the change.

Git has words and no numbers for its errors, in English under ``LANG=C``. What is not known here counts as passing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.hosts.base import HostError, HostUnavailable
from workers.change import odd_objects
from workers.change.odd_objects import Odd


class Final(HostError):
    """Git cannot read the change, and trying again helps nothing: the message is a clause for the change's people."""


class NotServed(Final):
    """The server gives no commit by its id, or has it no more."""


class NoRef(Final):
    """A branch or another ref is not there."""


class Unfit(Final):
    """The change's own objects are the reason: only another head or base can be reviewed."""


class OddObject(Unfit):
    """Git refuses an object of the repository."""

    def __init__(self, odd: Odd) -> None:
        super().__init__(str(odd))
        self.odd = odd


_REDIRECTED = re.compile(r"requested URL returned error: 30\d|unable to update url base from redirection")
_NOT_SERVED = re.compile(r"not our ref|unadvertised object|[Ss]erver does not allow request")
_NO_REF = re.compile(r"couldn't find remote ref (\S+)")
_FINAL: Sequence[tuple[type[Final], re.Pattern[str], str]] = (
    (
        Final,
        re.compile(r"(?i)repository (?:'[^']*' )?not found|requested URL returned error: (?:404|410)"),
        "the server has no such repository, or does not show it to Patchwarden",
    ),
    (
        Unfit,
        re.compile(r"(?i)signal (?:24|25)\b|file size limit|file too large|SIGXFSZ|wrote (?:a file of )?more than"),
        "the repository's server sends more for this change than is taken",
    ),
    (
        Unfit,
        re.compile(r"(?i)out of memory|cannot allocate memory|malloc failed|mmap failed|needed more than [\d,]+ MB"),
        "an object of the repository is larger than the memory that git may use for it",
    ),
    (
        Unfit,
        re.compile(r"used more than ([\d,]+) s of CPU"),
        r"git used more than \1 s of CPU to unpack or compare it",
    ),
    (
        Unfit,
        re.compile(r"(?i)possible repository corruption on the remote side"),
        "the server cannot read its own repository",
    ),
    (
        Final,
        re.compile(r"(?i)transport '[^']*' not allowed|unsupported protocol|does not appear to be a git repository"),
        "the repository's address is none that Patchwarden reads",
    ),
)
_PASSING = re.compile(
    r"(?i)returned error: (?:5\d\d|4(?:01|03|08|29))|timed out|did not end within|connection (?:reset|refused|was)"
    r"|early EOF|unexpected disconnect|hung up|could not resolve|no space left|machine has no memory left"
)
"""Looked for before what is final: a connection that breaks makes git say many things."""


def of(what: str, said: str) -> HostError:
    """The error for what git said of a server; ``what`` names the operation and the host."""
    return _known(what, said) or HostUnavailable(f"{what}: {said}")


def of_reading(said: str) -> HostError:
    """The error for what git said of objects that are here: what is not known is final."""
    what = "git cannot read the change"
    return _known(what, said) or Final(f"{what}: {said}")


def _known(what: str, said: str) -> HostError | None:
    odd = odd_objects.refused(said)
    if odd is not None:
        return OddObject(odd)
    if _REDIRECTED.search(said):
        return HostUnavailable(f"{what}: the server redirects, so the repository was renamed while it was read")
    if _PASSING.search(said):
        return HostUnavailable(f"{what}: {said}")
    if missing := _NO_REF.search(said):
        return NoRef(f"{what}: the ref {missing[1]} is not there")
    if _NOT_SERVED.search(said):
        return NotServed(f"{what}: the server does not have the change's commits, or gives none by its id")
    for kind, pattern, reason in _FINAL:
        if found := pattern.search(said):
            return kind(f"{what}: {found.expand(reason)}")
    return None
