"""Where a lost protection came from, as evidence.

Before a fence is taken down, one asks why it was put up. A commit that brought a protection in order to close a hole
makes its loss a graver one, and is quoted. That no commit says so lowers nothing: most protections are as old as what
they protect, and their history is silent.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Origin
from workers.checks.guards.model import How, Loss


class Purpose(enum.Enum):
    """What the commit was for that brought a protection, by its own words."""

    SECURITY = "security"
    """It speaks of an attack, a vulnerability or a defence."""
    REFUSAL = "refusal"
    """It checks, limits or refuses something."""
    BEGINNING = "beginning"
    """The protection is as old as its file."""
    OTHER = "other"


_LONGEST_BODY = 1_500
"""Characters. A longer message lists many things (a merge, a squashed branch), and any word stands in one of them."""

_SCOPE = re.compile(r"^\w+\((?!security)[\w ,/.-]*\)(?=!?:)")
"""Of a conventional commit: where it is, which says nothing of what it does (``test(sanitizer): …``)."""
_SECURITY = re.compile(
    r"\bCVE-|\bGHSA-|\bsecur(e|ity)|\bvulnerab|\bexploit|\bmalicious|\battack|\buntrusted\b|\bharden|\bhijack"
    r"|\bXSS\b|\bCSRF\b|\bXSRF\b|\bXXE\b|\bSSRF\b|\bDoS\b|\bdenial.of.service|\bReDoS\b|\bRCE\b|\bIDOR\b"
    r"|\binjection|\btravers(al|e)|\bopen.redirect|\bescap(e|es|ed|ing)\b|\bsaniti[sz]|\bbypass|\bsmuggl|\bspoof"
    r"|\bleak(s|ed|ing)?\b|\bdisclos|\bprivilege|\bunauthori[sz]|\bbrute.?forc|\btiming.(attack|safe)|\bconstant.time"
    r"|\brate.?limit|\b(mask|redact|hide)\w* .{0,20}(password|secret|token|credential|sensitive)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(forbid|disallow|restrict|prevent|reject|refuse|deny|block|validat|verif|permission|authori[sz]|limit|protect"
    r"|enforce)|\b(raise|throw|return|respond)\w* .{0,40}\b(if|when|unless|on)\b"
    r"|\b(do not|don.t|never|not) (allow|accept|permit)|\b(only|stop) (allow|accept|permit)|\ballow only",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a protection was there. ``origin`` is a commit that says so, and ``None`` where none is worth quoting."""

    purpose: Purpose
    origin: Origin | None = None

    @property
    def is_security(self) -> bool:
        """Whether a commit says that the protection was there against an attack."""
        return self.purpose is Purpose.SECURITY


def reason(origins: Sequence[Origin] | None) -> Reason | None:
    """The reason that says most, given the commits that brought a protection, the newest first.

    ``None`` where history is not known.
    """
    if origins is None:
        return None
    for wanted in (Purpose.SECURITY, Purpose.REFUSAL):
        for origin in origins:
            if purpose(origin) is wanted:
                return Reason(wanted, origin)
    return Reason(Purpose.OTHER if origins else Purpose.BEGINNING)


def asked(loss: Loss) -> tuple[str, frozenset[int]] | None:
    """The path and lines of the base whose commits may tell why a protection was there; ``None`` where it is new code
    that lacks what its siblings have."""
    if loss.how is How.MISSING:
        return None
    lost = loss.protection
    lines = range(lost.line, max(lost.end_line, lost.line) + 1)
    return loss.base.base_path, loss.base.removed_lines.intersection(lines) or frozenset({lost.line})


def purpose(origin: Origin) -> Purpose:
    """What the commit was for."""
    message = _SCOPE.sub("", origin.message.lstrip())
    subject = message.partition("\n")[0]
    if _SECURITY.search(message if len(message) <= _LONGEST_BODY else subject):
        return Purpose.SECURITY
    return Purpose.REFUSAL if _REFUSAL.search(subject) else Purpose.OTHER
