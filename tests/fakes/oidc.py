"""A provider of OpenID Connect on the loopback: discovery, the page where people agree, tokens and keys.

Source: https://openid.net/specs/openid-connect-core-1_0.html
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from tests.fakes.serving import Server

CLIENT_ID = "patchwarden"
CLIENT_SECRET = "the secret of the provider's client"


@functools.cache
def _key(number: int) -> rsa.RSAPrivateKey:
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class _Agreement:
    come_back: str
    challenge: str
    nonce: str


class FakeOidc:
    """``claims`` is who sits at the browser; ``others`` replaces claims of the identity token, ``None`` leaves one out.
    ``key`` is the number of the key that signs (the published one is 0), ``algorithm`` how."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "f3a1", "preferred_username": "mona"}
        self.others: dict[str, Any] = {}
        self.key = 0
        self.algorithm = "RS256"
        self.described: dict[str, Any] = {}
        """What the discovery document says otherwise."""
        self.asked: list[dict[str, str]] = []
        """The queries that browsers came with."""
        self._agreements: dict[str, _Agreement] = {}
        self._server = Server(self._application())
        self.issuer = self._server.origin

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    def _application(self) -> Flask:
        app = Flask(__name__)
        app.get("/.well-known/openid-configuration")(self._discovery)
        app.get("/authorize")(self._authorize)
        app.post("/token")(self._token)
        app.get("/keys")(self._keys)
        return app

    def _discovery(self) -> Response:
        return jsonify(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                **self.described,
            }
        )

    def _authorize(self) -> Answer:
        asked = request.args
        self.asked.append(dict(asked))
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return Response("no such client", 400)
        code = f"code-{len(self.asked)}"
        self._agreements[code] = _Agreement(asked["redirect_uri"], asked["code_challenge"], asked["nonce"])
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def _token(self) -> tuple[Response, int]:
        given = request.authorization
        if given is None or (given.username, given.password) != (CLIENT_ID, CLIENT_SECRET):
            return jsonify(error="invalid_client"), 401
        agreement = self._agreements.pop(request.form["code"], None)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        if (
            agreement is None
            or agreement.come_back != request.form["redirect_uri"]
            or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != agreement.challenge
        ):
            return jsonify(error="invalid_grant"), 400
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": agreement.nonce,
            **self.claims,
            **self.others,
        }
        content = {name: value for name, value in claims.items() if value is not None}
        secret: Any = {"RS256": _key(self.key), "HS256": CLIENT_SECRET, "none": None}[self.algorithm]
        token = jwt.encode(content, secret, algorithm=self.algorithm, headers={"kid": "0"})
        return jsonify(access_token="an access token", token_type="Bearer", expires_in=300, id_token=token), 200

    def _keys(self) -> Response:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_key(0).public_key()))
        return jsonify(keys=[{**key, "kid": "0", "use": "sig", "alg": "RS256"}])
