"""How findings are graded: severity, confidence, and the area of security that they belong to."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.IntEnum):
    """How bad it is if the observation is right."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Threshold:
    """The lowest severity of a defect that fails the check run on GitHub, and the one that makes Gerrit's vote the
    lowest; ``None`` never does."""

    check: Severity | None = None
    vote: Severity | None = None


class Confidence(enum.IntEnum):
    """How sure the check is. LOW goes to the summary, never on a line."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Area(enum.Enum):
    """The checklist of a review: every rule belongs to one area, and a summary names those that were checked."""

    LICENSING = "licensing"
    INPUT_VALIDATION = "input validation"
    AUTHORIZATION = "authentication and authorization"
    OUTPUT_ENCODING = "output encoding"
    ERROR_HANDLING = "error handling"
    LOGGING = "logging"
    SECRETS = "secrets"
    CRYPTOGRAPHY = "cryptography and transport"
    SUPPLY_CHAIN = "supply chain"
    CONFIGURATION = "configuration"
    RESOURCE_LIMITS = "resource limits"
    INTEGRITY = "review integrity"
