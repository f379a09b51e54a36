"""What a machine made is told from names, whatever alphabet it was made with."""

from __future__ import annotations

import random
import string

import pytest

from bot.credentials import strength

ALPHABETS = {
    "base36": string.ascii_lowercase + string.digits,
    "base62": string.ascii_letters + string.digits,
    "base64": string.ascii_letters + string.digits + "+/",
    "base64url": string.ascii_letters + string.digits + "-_",
    "base32": string.ascii_uppercase + "234567",
    "hexadecimal": "0123456789abcdef",
}


@pytest.mark.parametrize("name", ALPHABETS)
@pytest.mark.parametrize("length", [20, 24, 32, 40, 64])
def test_at_most_three_of_a_hundred_made_values_are_refused(name: str, length: int) -> None:
    source = random.Random(f"{name}{length}")  # noqa: S311 - no secret
    values = ["".join(source.choices(ALPHABETS[name], k=length)) for _ in range(1_000)]
    refused = [value for value in values if not strength.is_strong(value) or strength.is_placeholder(value)]
    assert len(refused) <= 30, refused[:5]


@pytest.mark.parametrize(
    "value",
    """
    application_default_credentials2 my-app-tls-certificate-v2 getUserAccessTokenForClient2
    DB_PASSWORD_ROTATION_30_DAYS com.acme.security.token.Provider1 /run/secrets/database_password_1
    2024-01-15T00:00:00+00:00 organizations/acme/keys/12 X-Amz-Security-Token-2 test_user_password_for_login_2
    urn:ietf:params:oauth:grant-type:jwt-bearer2 version-1.22.333.4444 f47ac10b-58cc-4372-a567-0e02b2c3d479
    aaaaaaaaaaaaaaaaaaaaaaa1 1234567890123456 AbstractSingletonProxyFactoryBean2
    sha256_with_rsa_encryption_oid iso-8859-15-windows-linefeeds users.profile.settings.v2.password
    """.split(),
)
def test_names_are_not_strong(value: str) -> None:
    assert not strength.is_strong(value)
