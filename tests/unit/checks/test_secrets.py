"""Secrets: what was issued is told, what only looks like it is not, and no value is ever shown.

Every token here is made up and put together at run time, so that scanners of this repository stay quiet.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ChangedFile, CommitMessage, Confidence, Finding, Severity
from bot.policy import Policy
from bot.review import assemble
from tests.builders import change, changed_file, ran, snapshot
from workers.checks.secrets import Secrets


def random_text(length: int, seed: str = "s") -> str:
    """Letters and digits that look issued, the same in every run."""
    raw = b"".join(hashlib.sha512(f"{seed}{n}".encode()).digest() for n in range(8))
    return "".join(c for c in base64.b64encode(raw).decode() if c.isalnum())[:length]


def hexadecimal(length: int) -> str:
    return hashlib.sha512(b"hex").hexdigest()[:length]


def jwt() -> str:
    parts = (json.dumps({"alg": "HS256", "typ": "JWT"}), json.dumps({"sub": "deploy", "role": "admin"}))
    return ".".join(base64.urlsafe_b64encode(p.encode()).decode().rstrip("=") for p in parts) + "." + random_text(43)


def pem(kind: str = "RSA ") -> str:
    return f"-----BEGIN {kind}PRIVATE " + f"KEY-----\n{random_text(64)}\n-----END {kind}PRIVATE " + "KEY-----\n"


def found(*files: ChangedFile) -> list[Finding]:
    return list(Secrets().run(snapshot(*files)).head)


def rules(path: str, text: str) -> list[str]:
    return [finding.rule.removeprefix("secrets.") for finding in found(changed_file(path, None, text))]


TOKENS = [
    ("AWS access key", "AK" + "IA" + "QW3ERTY5UIOP2ASD"),
    ("GitHub token", "gh" + "p_" + random_text(36)),
    ("GitHub token", "github" + "_pat_" + random_text(22) + "_" + random_text(59, "t")),
    ("GitLab token", "gl" + "pat-" + random_text(20)),
    ("Slack token", "xo" + "xb-1234098-" + random_text(24)),
    ("Stripe live key", "sk" + "_live_" + random_text(24)),
    ("Google API key", "AI" + "za" + random_text(35)),
    ("npm token", "np" + "m_" + random_text(36)),
    ("SendGrid key", "S" + "G." + random_text(22) + "." + random_text(43, "t")),
]


@pytest.mark.parametrize(("provider", "token"), TOKENS)
def test_a_provider_s_token(provider: str, token: str) -> None:
    (finding,) = found(changed_file("app/settings.py", "a = 1\n", f"a = 1\nKEY = '{token}'\n"))
    assert finding.rule == "secrets.provider-token"
    assert finding.confidence is Confidence.HIGH
    assert provider in finding.title
    assert token not in repr(finding)
    assert token[8:] not in repr(finding)


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("deploy/key.pem", pem(), "private-key"),
        ("a.js", "const k = '" + pem("").replace("\n", "\\n") + "'", "private-key"),
        ("a.py", f"DB = 'postgres://app:{random_text(14)}@db1.prod.acme.io/app'", "url-password"),
        ("a.py", f"auth = '{jwt()}'", "signed-token"),
        ("a.py", f"API_KEY = '{random_text(24)}'", "assigned-value"),
        ("a.js", f"const cfg = {{ clientSecret: '{random_text(24)}' }}", "assigned-value"),
        ("config/prod.yml", f"db_password: {random_text(20)}", "assigned-value"),
        (".env", f"export SECRET_KEY={random_text(32)}", "assigned-value"),
        ("a.py", "password = 'Tr0ub4dor&3!'", "assigned-value"),
        ("bot.py", "telegram = '110201543:" + random_text(35) + "'", "provider-token"),
        ("a.py", f"x = '{random_text(48)}'", "random-string"),
    ],
)
def test_it_tells(path: str, text: str, rule: str) -> None:
    assert rules(path, text + "\n") == [rule]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "KEY = 'AKIA" + "IOSFODNN7EXAMPLE'"),
        ("a.py", "if '-----BEGIN RSA PRIVATE " + "KEY-----' in text: pass"),
        ("a.py", "password = 'changeme123'"),
        ("a.py", "password = os.environ['DB_PASSWORD']"),
        ("a.py", "token = '${VAULT_TOKEN}'"),
        ("a.py", "api_key = 'YOUR_API_KEY_HERE'"),
        ("a.py", "eos_token = '<|endoftext|>'"),
        ("a.py", "password_label = 'Enter-Password:9'"),
        ("a.py", "DB = 'postgres://postgres:postgres@localhost/app'"),
        ("a.py", "DB = 'postgres://user:{password}@db.acme.io/app'"),
        ("a.py", "url = 'https://docs.acme.io/@scope/page:1'"),
        ("a.py", f"checksum_sha256 = '{hexadecimal(64)}'"),
        ("package-lock.json", f'"integrity": "sha512-{random_text(60)}"'),
        ("tests/test_auth.py", f"password = '{random_text(20)}'"),
        ("tests/test_auth.py", f"token = '{jwt()}'"),
        ("docs/setup.md", f"api_key = '{random_text(24)}'"),
        ("values.example.yml", "password: hunter2hunter2"),
        ("a.py", "gh" + "p_" + "x" * 36),
        ("a.py", "secretName: 'my-app-tls-certificate'"),
        ("a.py", "('ipam', '0093_alter_prefix__region_alter_prefix__site_group_2')"),
    ],
)
def test_it_says_nothing(path: str, text: str) -> None:
    assert rules(path, text + "\n") == []


def test_a_live_token_in_a_test_is_a_leak_with_less_confidence() -> None:
    _, token = TOKENS[1]
    (finding,) = found(changed_file("tests/test_api.py", None, f"t = '{token}'\n"))
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.MEDIUM)


def test_a_key_of_a_test_server_goes_to_the_summary() -> None:
    (finding,) = found(changed_file("tests/certs/server.key", None, pem()))
    assert finding.confidence is Confidence.LOW


def test_an_aws_key_beside_its_secret_is_worse() -> None:
    _, key = TOKENS[0]
    secret = random_text(40, "aws")
    alone, beside = f"id = '{key}'\n", f"id = '{key}'\nsec = '{secret}'\n"
    assert found(changed_file("a.py", None, alone))[0].severity is Severity.MEDIUM
    both = found(changed_file("a.py", None, beside))
    assert both[0].severity is Severity.HIGH
    assert secret not in repr(both)


def test_a_secret_that_moved_is_old() -> None:
    line = f"API_KEY = '{random_text(24)}'\n"
    source, target = (
        changed_file("a.py", line + "b = 1\n", "b = 1\n"),
        changed_file("b.py", "c = 1\n", "c = 1\n" + line),
    )
    assert found(source, target) == []
    assert len(found(target)) == 1


def test_a_rotated_secret_is_new() -> None:
    base, head = (f"API_KEY = '{random_text(24, seed)}'\n" for seed in "ab")
    assert len(found(changed_file("a.py", base, head))) == 1


def test_only_added_lines_count() -> None:
    line = f"API_KEY = '{random_text(24)}'\n"
    assert found(changed_file("a.py", line, line + "b = 1\n")) == []


def test_random_strings_of_a_table_are_told_together() -> None:
    text = "".join(f"x{n} = '{random_text(48, str(n))}'\n" for n in range(6))
    file = changed_file("a.py", None, text)
    (item,) = assemble(change(), [file], [ran(*found(file))], Policy()).observations
    assert len(item.findings) == 6
    assert not item.is_defect


@given(st.integers(0, 8), st.text(st.characters(codec="ascii", exclude_characters="\n\r"), max_size=40))
def test_no_value_is_ever_shown(which: int, around: str) -> None:
    _, token = TOKENS[which]
    text = f"{around} password = '{token}' {around}\n"
    for finding in found(changed_file("a.py", None, text)):
        assert token[10:] not in repr(finding)


def in_message(text: str, *files: ChangedFile) -> list[Finding]:
    seen = snapshot(*files)
    seen = replace(seen, change=change(messages=(CommitMessage("c" * 40, text),)))
    return list(Secrets().run(seen).head)


def test_a_commit_message_is_read_line_by_line() -> None:
    _, token = TOKENS[0]
    (finding,) = in_message(f"Title\n\nTry it with {token}\n")
    assert (finding.span.start_line, finding.confidence) == (3, Confidence.HIGH)
    assert "amend the message" in finding.remedy
    assert token not in repr(finding)


@pytest.mark.parametrize(
    "line",
    [
        f"Change-Id: I{hexadecimal(40)}",
        f"This reverts commit {hexadecimal(40)}.",
        f"Cherry-picked from {hexadecimal(40)} (https://review.example.org/c/app/+/1)",
        "Signed-off-by: Ada <ada@example.org>",
        "Closes https://user@example.org/issues/1, token is read from TOKEN",
    ],
)
def test_what_commit_messages_usually_say_is_no_secret(line: str) -> None:
    assert in_message(f"Title\n\n{line}\n") == []


def test_the_same_secret_in_message_and_file_has_two_names() -> None:
    """So that the file's comment stays what it is when only the message is amended."""
    _, token = TOKENS[0]
    file = changed_file("a.py", None, f"key = '{token}'\n")
    both = in_message(f"Use {token}\n", file)
    named = [
        assemble(change(), [file], [ran(*some, files=[file])], Policy()).observations for some in (both, found(file))
    ]
    assert len({item.fingerprint for item in named[0]}) == 2
    assert named[1][0].fingerprint in {item.fingerprint for item in named[0]}
