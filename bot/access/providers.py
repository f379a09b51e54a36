"""Where people say who they are: hosts by OAuth, and a provider of OpenID Connect. Authlib checks state, PKCE and
nonce, which it keeps in the session."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from bot.access.session import SignedIn
from bot.access.who import is_account
from bot.hosts.base import HostError
from bot.hosts.viewing import Viewing
from bot.sign_in_settings import OidcSettings

if TYPE_CHECKING:
    from authlib.integrations.flask_client import OAuth
    from werkzeug.wrappers import Response

_SECONDS = 10.0
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Of an identity token: those that only the provider can make."""

log = logging.getLogger(__name__)


class NotSignedIn(Exception):
    """The message is for the person; ``status`` is the HTTP status of the page."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class Provider(Protocol):
    @property
    def label(self) -> str:
        """For people: "Sign in with …"."""
        ...

    def ask(self, come_back: str) -> Response:
        """Sends the browser there. Raises :class:`NotSignedIn`."""
        ...

    def answered(self) -> SignedIn:
        """Who came back from there in this request. Raises :class:`NotSignedIn`."""
        ...


class HostProvider:
    """A host by OAuth, with PKCE."""

    def __init__(self, registry: OAuth, viewing: Viewing) -> None:
        client = viewing.oauth
        assert client is not None  # noqa: S101 - who calls this has looked
        self._viewing = viewing
        self.label = "GitHub" if viewing.name == "github" else viewing.name
        self._client: Any = registry.register(
            viewing.name,
            client_id=client.client_id,
            client_secret=client.client_secret,
            authorize_url=client.authorize_url,
            access_token_url=client.token_url,
            client_kwargs={
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_post",
                "default_timeout": _SECONDS,
            },
        )

    def ask(self, come_back: str) -> Response:
        with _boundary(self.label):
            answer: Response = self._client.authorize_redirect(come_back)
            return answer

    def answered(self) -> SignedIn:
        with _boundary(self.label):
            token = self._client.authorize_access_token().get("access_token")
            if not isinstance(token, str) or not token:
                raise ValueError("no token")
            person = self._viewing.person(token)
            return SignedIn(self._viewing.name, person.id, person.name, token)


class OidcProvider:
    """A provider of OpenID Connect, by its discovery document."""

    def __init__(self, registry: OAuth, settings: OidcSettings) -> None:
        self._settings = settings
        self.label = settings.label
        self._client: Any = registry.register(
            "oidc",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": _SECONDS,
            },
        )

    def ask(self, come_back: str) -> Response:
        with _boundary(self.label):
            self._discover()
            answer: Response = self._client.authorize_redirect(come_back)
            return answer

    def answered(self) -> SignedIn:
        with _boundary(self.label):
            issuer = self._discover()
            claims = self._client.authorize_access_token(
                claims_options={
                    "iss": {"essential": True, "value": issuer},
                    "aud": {"essential": True, "value": self._settings.client_id},
                }
            ).get("userinfo")
            if claims is None:
                raise ValueError("no identity token")
            return SignedIn("oidc", name := self._account(claims), name)

    def _discover(self) -> str:
        """Reads the provider's description once. Its issuer is the one that was set, and an unsigned identity token, or
        one that our own secret signs, is none."""
        described = self._client.load_server_metadata()
        if str(described.get("issuer", "")).rstrip("/") != self._settings.issuer:
            raise ValueError("the provider's description is another issuer's")
        offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        described["id_token_signing_alg_values_supported"] = [one for one in offered if one in _SIGNATURES]
        return str(described["issuer"])

    def _account(self, claims: Any) -> str:
        """The account in the claim that was chosen."""
        name = claims.get(self._settings.claim)
        if not isinstance(name, str) or not is_account(name):
            log.warning("the identity token has no usable %s", self._settings.claim)
            raise NotSignedIn(f"{self.label} did not tell your account ({self._settings.claim}): ask its operator", 403)
        if self._settings.claim == "email" and claims.get("email_verified") is not True:
            raise NotSignedIn(f"{self.label} has not verified your address: have that done, and sign in again", 403)
        return name


@contextmanager
def _boundary(label: str) -> Iterator[None]:
    """What goes wrong inside leaves as :class:`NotSignedIn`. No text of theirs is shown or logged: it may hold a code
    or a token."""
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.base_client import MismatchingStateError, OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        yield
    except NotSignedIn:
        raise
    except MismatchingStateError as error:
        raise NotSignedIn("this sign-in was begun elsewhere, or too long ago: begin again") from error
    except OAuthError as error:
        if error.error == "access_denied":
            raise NotSignedIn(f"you did not let {label} tell who you are: nobody is signed in", 403) from error
        log.warning("signing in by %s was refused: %s", label, str(error.error)[:60])
        raise NotSignedIn(f"{label} refused this sign-in: begin again") from error
    except (RequestException, HostError, OSError) as error:
        log.warning("signing in by %s failed: %s", label, type(error).__name__)
        raise NotSignedIn(f"{label} does not answer as it should: try again in a minute", 502) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        log.warning("signing in by %s failed: %s", label, type(error).__name__)
        raise NotSignedIn(f"{label} gave an answer that proves nothing: nobody is signed in", 502) from error
