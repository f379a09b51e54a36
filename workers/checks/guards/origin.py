"""Where a lost protection came from, and whether that makes its loss a question for a line.

Before a fence is taken down, one asks why it was put up. Most refusals were written along with the feature around
them, and are rewritten with it; one that a commit of its own brought in order to close a hole is another matter. So
what the commit says of itself decides how clear a loss must be to have a line, and it is quoted as evidence. Where
history is not known, the loss alone decides.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Origin


class Purpose(enum.Enum):
    """What the commit was for that brought a protection, by its own words."""

    SECURITY = "security"
    """It speaks of an attack, a vulnerability or a defence."""
    REFUSAL = "refusal"
    """It checks, limits or refuses something."""
    BEGINNING = "beginning"
    """The protection is as old as its file."""
    OTHER = "other"


SELF_EVIDENT = frozenset({"clearly-weaker"})
"""Features of a loss that needs no reason: its old and its new text stand side by side."""
TELLING = frozenset({"name-of-definition", "refusing-error"})
"""Features of a protection that says what it was for: by the error that it refuses with, or where it stands."""
PLAIN = frozenset({"alone", "guarded-place"})
"""Features of a loss that is all that its place changes, in a file that is about protection."""
PLAINLY = 0.4
REASONED = 1.2
UNEXPLAINED = 2.6
"""Scores from which a loss is worth a line where no commit says that it was there for security: a plain one, one with
some other reason (a commit that refuses something, a telling protection, or one that is as old as its file), and one
without any. docs/checks.md has what they cost."""
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


def needed(purpose: Purpose, found: frozenset[str]) -> float:
    """The score from which a loss with these features is worth a line."""
    if purpose is Purpose.SECURITY or found & SELF_EVIDENT:
        return 0.0
    if found >= PLAIN:
        return PLAINLY
    return UNEXPLAINED if purpose is Purpose.OTHER and not found & TELLING else REASONED


def purpose(origin: Origin) -> Purpose:
    """What the commit was for."""
    message = _SCOPE.sub("", origin.message.lstrip())
    subject = message.partition("\n")[0]
    if _SECURITY.search(message if len(message) <= _LONGEST_BODY else subject):
        return Purpose.SECURITY
    return Purpose.REFUSAL if _REFUSAL.search(subject) else Purpose.OTHER
