"""Answers at rest: whoever has the store but not the text that an answer is about reads nothing of that text in it.

An answer quotes lines, and a rule's message or fix may hold parts of them. So it is sealed with a key that is made of
the text itself: a worker that asks for an answer has the text at hand, and the store has not. In a store that others
may write to, the key is made of a secret as well: who has the text but not the secret can put no answer there.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass

_NONCE_BYTES = 12
_PURPOSE = b"patchwarden answer, version 2\0"


class Broken(Exception):
    """What was kept is damaged, or was kept for another text."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One answer in a store: its name there, and what its text gives to the key of its seal."""

    name: str
    text: bytes

    @classmethod
    def of(cls, name: str, text: str) -> Entry:
        return cls(name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


def seal(content: bytes, entry: Entry, secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(_key(entry, secret)).encrypt(nonce, content, entry.name.encode())


def unseal(sealed: bytes, entry: Entry, secret: bytes) -> bytes:
    """What was sealed. Raises :class:`Broken`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return ChaCha20Poly1305(_key(entry, secret)).decrypt(nonce, content, entry.name.encode())
    except (InvalidTag, ValueError) as error:
        raise Broken("its seal does not fit") from error


def _key(entry: Entry, secret: bytes) -> bytes:
    return hmac.digest(secret, _PURPOSE + entry.text, "sha256")
