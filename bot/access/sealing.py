"""What the session's secret is used for: a key for signing cookies, and one for what nobody may read in them."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Self

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True, slots=True)
class Keys:
    """Both are derived from one secret; who has the one does not have the other."""

    signing: str = field(repr=False)
    _sealing: Fernet = field(repr=False)

    @classmethod
    def of(cls, secret: str) -> Self:
        signing, sealing = (
            base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=use).derive(secret.encode()))
            for use in (b"patchwarden session cookies", b"patchwarden tokens of people")
        )
        return cls(signing.decode(), Fernet(sealing))

    def seal(self, text: str) -> str:
        return self._sealing.encrypt(text.encode()).decode()

    def open(self, sealed: str, seconds: int) -> str:
        """What was sealed at most so many seconds ago; ``""`` for anything else."""
        try:
            return self._sealing.decrypt(sealed.encode(), ttl=seconds).decode()
        except (InvalidToken, UnicodeError):
            return ""
