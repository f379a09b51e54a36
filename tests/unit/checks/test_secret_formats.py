"""Secrets in every format: found at the line of the value, masked, and nothing beside what only looks like one."""

from __future__ import annotations

import base64
import random
import string
import time

import pytest

from bot.model import ChangedFile, FileStatus, Finding, Hunk, split_lines
from tests.builders import changed_file, snapshot
from tests.unit.credentials.formats import FORMATS
from workers.checks.secrets import Secrets

BASE36, BASE62 = string.ascii_lowercase + string.digits, string.ascii_letters + string.digits
BASE64, BASE32 = BASE62 + "+/", string.ascii_uppercase + "234567"
HEXADECIMAL = "0123456789abcdef"


def made(alphabet: str, length: int, seed: int = 7) -> str:
    """A value as a generator makes it, the same in every run."""
    return "".join(random.Random(seed).choices(alphabet, k=length))  # noqa: S311 - no secret


def found(path: str, text: str) -> list[Finding]:
    return list(Secrets().run(snapshot(changed_file(path, None, text))).head)


VALUES = [made(BASE62, 32), made(BASE36, 24), made(BASE32, 32), made(HEXADECIMAL, 32), made(BASE62, 20, 3)]


@pytest.mark.parametrize(("path", "text", "line"), FORMATS, ids=[f"{path}: {text}" for path, text, _ in FORMATS])
def test_a_value_is_found_at_its_line_and_masked(path: str, text: str, line: int) -> None:
    for value in VALUES:
        written = text.format(value) + "\n"
        findings = found(path, written)
        assert [finding.span.start_line for finding in findings] == [line], written
        assert value not in repr(findings)
        assert value[6:] not in repr(findings)


def pem(kind: str = "RSA PRIVATE KEY", lines: int = 4) -> str:
    body = "\n".join(made(BASE64, 64, seed) for seed in range(lines))
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n"


KEYS = [pem(kind) for kind in ("RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY")]
PGP = pem("PGP PRIVATE KEY BLOCK").replace("-----\n", "-----\nVersion: 1\n\n", 1)
LOCKED = pem().replace("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n", 1)


@pytest.mark.parametrize("key", [*KEYS, PGP, LOCKED])
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deploy/key", "{lines}"),
        ("a.json", '{{"key": "{escaped}"}}'),
        ("a.py", 'KEY = "{escaped}"'),
        ("a.yml", "pad: {pad}\nkey: |\n{lines}"),
        ("a.js", "var a = '{pad}', k = '{escaped}';"),
        ("secret.yml", "kind: Secret\ndata:\n  tls.key: {wrapped}"),
        ("values.yaml", "key: {wrapped}"),
        ("values.yaml", "key: >-\n  {folded}"),
        (".env", "KEY_B64={wrapped}"),
        ("secret.yml", "kind: Secret\ndata:\n  tls.key: {wrapped}\n  other: YWJjZA\n# a comment"),
        ("secret.yml", "x: &a\n  tls.key: {wrapped}\nkind: Secret\ndata: *a"),
        ("secret.json", '{{\n "kind": "Secret",\n "data": {{\n  "tls.key": "{wrapped}"\n }}\n}}'),
        ("values.yaml", "key: |\n  {folded}\nnext: value"),
    ],
)
def test_a_private_key_in_any_wrapping(path: str, text: str, key: str) -> None:
    wrapped = base64.b64encode(key.encode()).decode()
    folded = "\n  ".join(wrapped[at : at + 76] for at in range(0, len(wrapped), 76))
    written = text.format(lines=key, escaped=key.replace("\n", "\\n"), pad="x-" * 1_500, wrapped=wrapped, folded=folded)
    findings = found(path, written + "\n")
    assert [finding.rule for finding in findings] == ["secrets.private-key"]
    body = key.split("\n")[-4]
    assert body not in repr(findings)
    assert wrapped[60:100] not in repr(findings)


def test_a_key_whose_body_alone_changed_is_another_key() -> None:
    base, head = pem(), pem().replace(made(BASE64, 64, 1), made(BASE64, 64, 99))
    file = changed_file("deploy/key.pem", base, head)
    (finding,) = Secrets().run(snapshot(file)).head
    assert (finding.rule, finding.span.start_line) == ("secrets.private-key", 3)


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("password", made(BASE62, 24), True),
        ("anything", made(BASE62, 24), True),
        ("config.ini", f"[db]\npassword = {made(BASE62, 24)}\n", True),
        ("token", "gh" + "p_" + made(BASE62, 36), True),
        ("mode", "production", False),
        ("password", "changeme", False),
        ("host", "db.internal.acme.io", False),
    ],
)
def test_what_a_kubernetes_secret_says(name: str, said: str, told: bool) -> None:
    value = base64.b64encode(said.encode()).decode()
    for text in (
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: x}}\ndata:\n  {name}: {value}\n",
        f'kind: "Secret"\ndata: {{"{name}": "{value}"}}\n',
        f'{{"kind": "Secret", "data": {{"{name}": "{value}"}}}}\n',
    ):
        findings = found("k8s/secret.yaml", text)
        assert bool(findings) is told, text
        assert value not in repr(findings)
        assert made(BASE62, 24) not in repr(findings)


def test_a_secret_ends_where_another_object_says_its_kind() -> None:
    value = made(BASE62, 24)
    secret = '{\n  "kind": "Secret",\n  "data": {\n    "a": "%s"\n  }\n},\n' % value  # noqa: UP031 - braces
    other = '{\n  "kind": "Route",\n  "locale": "en_US.UTF-8"\n},\n'
    for text in (secret + other, other + secret):
        assert [finding.excerpt.split(":")[0] for finding in found("a.json", text)] == ['"a"']


def test_a_sealed_secret_is_none() -> None:
    value = made(BASE64, 200)
    assert found("s.yaml", f"kind: SealedSecret\nspec:\n  encryptedData:\n    anything: {value}\n") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yml", "password: f47ac10b-58cc-4372-a567-0e02b2c3d479"),
        ("a.py", f"TOKEN_SHA256 = '{made(HEXADECIMAL, 64)}'"),
        ("a.yml", f"# commit of the token service\ntoken_commit: {made(HEXADECIMAL, 40)}"),
        ("a.py", f"password_hash = '{made(BASE62, 40)}'"),
        ("users.htpasswd", "ci:$apr1$" + made(BASE62, 8) + "$" + made(BASE62, 22)),
        ("a.yml", "password: $2b$12$" + made(BASE62, 53)),
        ("package-lock.json", f'"token": {{"integrity": "sha512-{made(BASE64, 86)}=="}}'),
        ("yarn.lock", f"token-{made(BASE62, 32)}@^1.0.0:"),
        ("a.yml", "password: ${DB_PASSWORD}"),
        ("a.yml", "password: {{ vault_db_password }}"),
        ("a.yml", "password: <your-password>"),
        ("a.yml", "password: ENC[AES256_GCM,data:" + made(BASE64, 40) + "]"),
        ("a.yml", "secretName: my-app-tls-certificate-2024"),
        ("a.yml", "passwordSecretRef: {name: app-db-credentials-v2, key: password}"),
        ("a.yml", "token_url: https://login.acme.io/oauth2/v2/token"),
        ("app.properties", "password.file=/run/secrets/db_password_1"),
        ("a.py", "token = request.headers['X-Auth-Token-2']"),
        ("a.py", "secret = load_secret('projects/acme/secrets/db-password/versions/12')"),
        ("a.py", "PASSWORD_RESET_TIMEOUT = 'PT24H0M0S'"),
        ("a.py", "api_key_header = APIKeyHeader(name='X-API-Key-Version-2')"),
        ("a.js", "const token = await getAccessTokenSilently2({ audience: 'https://api.acme.io' })"),
        ("a.css", ".password-field-2 { content: 'abc'; }"),
        ("tests/test_login.py", f"password = '{made(BASE62, 20)}'"),
        ("a.cfn.py", f'"AWS::IAM::AccessKey": "{made(HEXADECIMAL, 16)}"'),
        ("a.sql", "ALTER TABLE users ADD radius_password VARCHAR(255);"),
        ("a.php", "'privateKey' => env('SAML2_SP_x509_KEY', ''),"),
        ("a.json", '{"name": "APP_SECRET", "value": "${SECRET}"},\n"name": "LC_ALL",\n"value": "en_US.UTF-8"'),
        ("a.php", "'reset_password_send' => '在下面输入您的Email地址，您将收到一封2带有密码重置链接的邮件。',"),
        ("a.cs", "\n".join(f'  "{made(BASE64, 60, seed)}",' for seed in range(5))),
        ("a.tsx", '<input type={showPassword2 ? "text" : "password"} />'),
    ],
)
def test_what_only_looks_like_one_is_silent(path: str, text: str) -> None:
    assert found(path, text + "\n") == []


def test_all_secrets_of_a_line_are_told() -> None:
    values = [made(BASE62, 32, seed) for seed in range(3)]
    text = '{"apiKey":"%s","password":"%s","a":1,"clientSecret":"%s"}\n' % tuple(values)  # noqa: UP031 - braces
    findings = found("a.json", text)
    assert len({finding.identity for finding in findings}) == 3
    assert not [value for value in values if value in repr(findings)]


@pytest.mark.parametrize("before", [0, 1_500, 2_500, 60_000, 900_000])
def test_a_line_is_read_to_its_end(before: int) -> None:
    value = made(BASE62, 32)
    (finding,) = found("a.py", f"s = '{'A' * before}'; password = '{value}'\n")
    assert value not in repr(finding)
    assert len(finding.excerpt) <= 200


HOSTILE = ["token=", "secret:", "-eyJ", "://a:b", "https://a:bbbb@", "-----BEGIN PRIVATE KEY-----\\n", "xoxb-", "A1b2"]
HOSTILE += ["LS0tLS1CRUdJTi", "curl -u ", "\\\\n", "password=\\", 'password="q8Zr2LmT5vB9xKc4Jd7W";', "Comment: ", "{"]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_line_takes_time_that_grows_with_its_length(unit: str) -> None:
    """Twice the text takes about twice the time: a pattern that reads twice would take four times."""

    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        file = ChangedFile("a.yml", FileStatus.ADDED, None, text, (Hunk(0, 0, 1, len(split_lines(text))),))
        start = time.process_time()
        Secrets().run(snapshot(file))
        return time.process_time() - start

    assert seconds(60_000) < 2.5  # seconds a megabyte at worst: 60 kB in a fraction, with room for a busy machine


def test_what_is_too_much_to_look_at_is_a_gap() -> None:
    result = Secrets().run(snapshot(changed_file("a.yml", None, "token=zzzz;" * 20_000 + "\n")))
    assert [(gap.path, gap.partly) for gap in result.run.gaps] == [("a.yml", True)]
