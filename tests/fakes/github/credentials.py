"""The App that the fake knows: its key pair, and the tokens that people and installations bear."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@functools.cache
def _key_pair() -> tuple[str, str]:
    """One key pair for the whole process: making one takes longer than a test. (private PEM, public PEM)"""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


@dataclass(frozen=True)
class App:
    """A GitHub App as its owner knows it."""

    id: int = 314159
    slug: str = "patchwarden"
    name: str = "Patchwarden"
    client_id: str = "Iv23fakeclient"
    client_secret: str = field(default="a secret of the fake client", repr=False)
    webhook_secret: str = field(default="not so secret webhook", repr=False)

    @property
    def private_key(self) -> str:
        return _key_pair()[0]

    def accepts(self, token: str) -> bool:
        """Whether this is a valid App JWT: signed with our key by RS256, not expired, at most ten minutes long."""
        try:
            claims = jwt.decode(
                token, _key_pair()[1], algorithms=["RS256"], leeway=60, options={"require": ["exp", "iat", "iss"]}
            )
        except jwt.InvalidTokenError:
            return False
        return claims["iss"] in (str(self.id), self.id, self.client_id) and claims["exp"] - claims["iat"] <= 660
