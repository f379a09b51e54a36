"""The end of a Gerrit's webhook address is a secret, and stands in no log, whatever form the address or request has."""

from __future__ import annotations

import io
import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from bot import logs
from bot.hosts.registry import events
from bot.web.application import create_app
from tests.unit.stack.short_deadlines import PATH_SECRET, Everything, doors
from tests.web_server import running_web

APP = create_app({door.name: events(door) for door in doors}, Everything())
CHANGE = {"type": "patchset-created", "change": {"project": "app", "number": 7}}


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """The secret with some of its characters in another case, and some percent-encoded, once or twice."""
    written = ""
    for char in PATH_SECRET:
        char = draw(st.sampled_from((char, char, char.swapcase())))
        code = f"%{ord(char):02{draw(st.sampled_from('xX'))}}"
        written += draw(st.sampled_from((char, char, char, code, code.replace("%", "%25"))))
    return written


slashes = st.sampled_from(("/", "//", "///", "%2F", "%2f/", "/./"))


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """Addresses that hold the secret where it belongs, or elsewhere."""
    secret = draw(spellings())
    parts = draw(
        st.sampled_from(
            (
                ("webhooks", "gerrit", secret),
                ("Webhooks", "GERRIT", secret),
                ("webhooks", secret),
                ("webhooks", secret, "gerrit"),
                ("webhooks", "github", secret),
                ("webhooks", "gerrit", secret, "more"),
                (secret,),
                ("healthz", secret),
            )
        )
    )
    path = "".join(draw(slashes) + part for part in parts)
    ending = draw(st.sampled_from(("", "/", "//", "?", f"?secret={secret}", f"#{secret}", "%00", ";x=1")))
    return ("/" + path if path.startswith("%") else path) + ending


def gives_away(text: str) -> bool:
    """Whether half of the secret, in whatever case or form, can be read out of the text."""
    plain = text.lower()
    for code in {f"%{ord(char):02x}" for char in PATH_SECRET.lower() + PATH_SECRET.upper()}:
        plain = plain.replace("%25", "%").replace(code, chr(int(code[1:], 16)).lower())
    half = len(PATH_SECRET) // 2
    return any(PATH_SECRET.lower()[at : at + half] in plain for at in range(len(PATH_SECRET) - half))


def send(address: str, method: str = "POST", body: bytes = b"") -> TestResponse:
    """As gunicorn hands it over: the client of Flask's tests has an opinion on odd addresses."""
    path, _, query = address.partition("?")
    raw = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query, "RAW_URI": address}
    return APP.test_client().open("/", method=method, data=body, environ_overrides=raw)


METHODS = ("POST", "POST", "GET", "PUT", "DELETE", "OPTIONS", "HEAD")
BODIES = (json.dumps(CHANGE).encode(), b"{", b"", json.dumps(CHANGE | {"patchSet": {"revision": "f" * 40}}).encode())


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(addresses(), st.sampled_from(METHODS), st.sampled_from(BODIES))
@example("//webhooks//gerrit/" + PATH_SECRET, "POST", BODIES[-1])
def test_no_form_of_the_address_is_logged(
    caplog: pytest.LogCaptureFixture, address: str, method: str, body: bytes
) -> None:
    caplog.clear()
    caplog.set_level(logging.DEBUG)

    answer = send(address, method, body)

    assert answer.status_code in {200, 204, 400, 401, 404, 405, 500}, "and never a redirect"
    for record in caplog.records:
        logs.Redaction([PATH_SECRET]).filter(record)
        assert not gives_away(logs.JsonLines().format(record)), vars(record)


@pytest.mark.parametrize(
    "address",
    [
        f"/webhooks/gerrit/{PATH_SECRET}",
        f"//webhooks/gerrit/{PATH_SECRET}",
        f"/webhooks//gerrit/{PATH_SECRET}/",
        f"/webhooks/gerrit//{PATH_SECRET}//",
        f"/webhooks%2Fgerrit%2f{PATH_SECRET}",
        f"/%77ebhooks/gerri%74/{''.join(f'%{ord(char):02X}' for char in PATH_SECRET)}",
        f"/webhooks/gerrit/{PATH_SECRET}?from=plugin",
    ],
)
def test_every_form_that_means_the_webhook_is_taken_without_a_redirect(address: str) -> None:
    answer = send(address, body=json.dumps(CHANGE).encode())
    assert (answer.status_code, answer.get_json()["status"]) == (200, "queued")


@settings(max_examples=60)
@given(spellings(), st.sampled_from(("exception", "argument", "extra", "message")))
def test_a_record_that_holds_it_is_written_without_it(written: str, where: str) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    handler.addFilter(logs.Redaction([PATH_SECRET]))
    logger = logging.Logger("any")
    logger.addHandler(handler)
    try:
        raise ValueError(written)
    except ValueError:
        if where == "exception":
            logger.exception("a fault")
    if where == "argument":
        logger.warning("%s %s", "POST", f"/x/{written}")
    elif where == "extra":
        logger.warning("request", extra={"path": {"full": [written]}})
    elif where == "message":
        logger.warning(quote(written, safe="%"))
    assert "[redacted]" in stream.getvalue()
    assert not gives_away(stream.getvalue())


HEADERS = b"Host: h\r\nContent-Length: 0\r\n\r\n"
RAW = {
    "not found": b"GET /x/%s HTTP/1.1\r\n" + HEADERS,
    "no version": b"GET /webhooks/gerrit/%s\r\n\r\n",
    "no method": b"/webhooks/gerrit/%s HTTP/1.1\r\n" + HEADERS,
    "odd method": b"POST\x01 /webhooks/gerrit/%s HTTP/1.1\r\n" + HEADERS,
    "odd version": b"POST /webhooks/gerrit/%s HTTP/7.9\r\n" + HEADERS,
    "too long": b"POST /webhooks/gerrit/%s" + b"x" * 9_000 + b" HTTP/1.1\r\n" + HEADERS,
    "absolute": b"POST http://h/webhooks/gerrit/%s HTTP/1.1\r\n" + HEADERS,
    "odd header": b"POST /webhooks/gerrit/%s HTTP/1.1\r\nwebhooks/gerrit/%s\r\n\r\n",
    "odd length": b"POST /webhooks/gerrit/%s HTTP/1.1\r\nHost: h\r\nContent-Length: webhooks/gerrit/%s\r\n\r\n",
    "odd chunk": b"POST /webhooks/gerrit/%s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n",
    "odd expectation": b"POST /webhooks/gerrit/%s HTTP/1.1\r\nHost: h\r\nExpect: %s\r\n\r\n",
    "cut off": b"POST /webhooks/gerrit/%s",
    "slow": b"POST /webhooks/gerrit/%s HTTP/1.1\r\nHost: h\r\n",
    "slow body": b"POST /webhooks/gerrit/%s HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{",
    "control characters": b"POST /webhooks/gerrit/%s\x00\n HTTP/1.1\r\n" + HEADERS,
}


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The socket and the log of a gunicorn that says all that it can, with an access log of its own."""
    scratch = tmp_path_factory.mktemp("w")
    place = scratch / "s"
    app, options = "tests.unit.stack.short_deadlines:app", ("--log-level", "debug")
    with running_web(scratch, app, *options, bind=f"unix:{place}", listens=lambda: listens(place)) as log:
        yield place, log


def listens(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(place)) == 0


def test_gunicorn_quotes_no_address_whatever_it_is_sent(talkative: tuple[Path, Path]) -> None:
    place, log = talkative
    answers = {}
    for name, raw in RAW.items():
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(30)
            client.connect(str(place))
            client.sendall(raw.replace(b"%s", PATH_SECRET.encode()))
            if name == "cut off":
                client.shutdown(socket.SHUT_WR)
            answers[name] = client.recv(65_536)
    assert [name for name, answer in answers.items() if PATH_SECRET.encode() in answer] == []
    assert answers["too long"].startswith(b"HTTP/1.1 414 ")
    assert answers["slow"].startswith(b"HTTP/1.1 408 ")
    assert answers["odd chunk"].startswith(b"HTTP/1.1 400 ")
    said = log.read_text()
    assert "was refused" in said
    assert not gives_away(said)
