"""Who may hand in a report: a token is good for one repository, and says nothing of any other."""

from __future__ import annotations

import base64
import hmac
from typing import Final, Protocol

PREFIX: Final = "pwsarif_"
_PURPOSE = b"patchwarden sarif uploads, version 1"


class MayUpload(Protocol):
    def may_upload(self, token: str, host: str, repository: str) -> bool:
        """Whether whoever sends the token may hand in reports of the repository; ``host`` is its name in the
        settings. A stranger's token is no error."""
        ...


class Nobody:
    """Where the deployment takes no reports."""

    def may_upload(self, token: str, host: str, repository: str) -> bool:
        del token, host, repository
        return False


class KeyedTokens:
    """A repository's token is a MAC of its name: nothing is stored, and a new secret takes all tokens back."""

    def __init__(self, secret: str) -> None:
        """Raises :class:`ValueError` for a secret shorter than 16 characters."""
        if len(secret) < 16:
            raise ValueError("the secret of reports is shorter than 16 characters")
        self._key = hmac.digest(secret.encode("utf-8", "surrogatepass"), _PURPOSE, "sha256")

    def token(self, host: str, repository: str) -> str:
        name = f"{host}\0{repository}".encode("utf-8", "surrogatepass")
        return PREFIX + base64.urlsafe_b64encode(hmac.digest(self._key, name, "sha256")).decode().rstrip("=")

    def may_upload(self, token: str, host: str, repository: str) -> bool:
        known = self.token(host, repository).encode()
        return hmac.compare_digest(known, token.encode("utf-8", "surrogatepass"))


def secret_of(deployment: str) -> str:
    """The secret of reports where none is set: made of the deployment's, which cannot be found from it."""
    return hmac.digest(deployment.encode("utf-8", "surrogatepass"), _PURPOSE, "sha256").hex()
