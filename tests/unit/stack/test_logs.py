"""One JSON object a line, text on a terminal, and no credential in any of them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import logs

_LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=36, max_size=60)
_CREDENTIALS = st.one_of(
    _LETTERS.map(lambda tail: ("gh" + "s_" + tail, tail)),
    _LETTERS.map(lambda tail: ("github" + "_pat_" + tail, tail)),
    _LETTERS.map(lambda tail: ("Authorization: " + "Basic " + tail, tail)),
    _LETTERS.map(lambda tail: ("https://me:" + tail + "@git.example.org/a.git", tail)),
)


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The root logger and the libraries' levels are the process's: put them back."""
    root = logging.getLogger()
    before = root.handlers, root.level, {name: logging.getLogger(name).level for name in ("github", "urllib3")}
    yield
    root.handlers, level = before[0], before[1]
    root.setLevel(level)
    for name, value in before[2].items():
        logging.getLogger(name).setLevel(value)


def written(level: str = "INFO") -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level, stream)
    return stream


def test_a_line_is_json_with_its_fields() -> None:
    stream = written()

    logging.getLogger("a.part").info("took %d of %s", 3, "seven", extra={"change": "github:o/r#7", "delivery": ""})

    entry = json.loads(stream.getvalue())
    assert entry.pop("time").endswith("+00:00")
    assert entry == {"level": "info", "logger": "a.part", "message": "took 3 of seven", "change": "github:o/r#7"}


@given(credential=_CREDENTIALS, before=st.text(max_size=20), after=st.sampled_from(["", " and more", "\nline"]))
def test_no_credential_is_written(credential: tuple[str, str], before: str, after: str) -> None:
    whole, secret = credential
    text = f"{before} {whole}{after}"
    stream = written()
    log = logging.getLogger("a.part")

    log.info(text)
    log.info("argument %s", text)
    log.info("extra", extra={"detail": text, "nested": {"list": [text]}})
    log.info("too %s many %s", text)
    log.info({"a": text})
    try:
        raise ValueError(text)
    except ValueError:
        log.exception("failed")

    assert len(stream.getvalue().splitlines()) == 6
    assert secret not in stream.getvalue()


def test_the_http_libraries_stay_at_info_whatever_is_asked() -> None:
    stream = written("DEBUG")

    logging.getLogger("github.Requester").debug("POST /app/installations/1/access_tokens")
    logging.getLogger("urllib3.connectionpool").debug("anything")
    logging.getLogger("ours").debug("seen")

    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == ["seen"]


def test_other_handlers_are_protected_as_well() -> None:
    stream = io.StringIO()
    theirs = logging.getLogger("a.server.with.its.own.handler")
    theirs.propagate = False
    handler = logging.StreamHandler(stream)
    theirs.addHandler(handler)
    try:
        written()
        theirs.warning("Authorization: %s", "Bearer " + "x" * 40)
    finally:
        theirs.removeHandler(handler)

    assert json.loads(stream.getvalue())["message"] == "Authorization: Bearer [redacted]"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(level: str = "INFO") -> Terminal:
    stream = Terminal()
    logs.configure(level, stream)
    return stream


def test_a_terminal_gets_text() -> None:
    stream = shown()
    log = logging.getLogger("a.part")
    log.info('took %d of "%s"', 3, "seven", extra={"change": "github:o/r#7", "delivery": "", "seconds": {"a": 1.5}})
    try:
        raise KeyError("x")
    except KeyError:
        log.exception("a fault")
    first, second, *trace = stream.getvalue().splitlines()
    assert first[8:] == ' a.part: took 3 of "seven" change=github:o/r#7 seconds={"a": 1.5}'
    assert second[8:] == " error: a.part: a fault"
    assert trace[-1] == "    KeyError: 'x'"
    assert all(line.startswith("    ") for line in trace)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_strangers_send_leaves_its_line_on_a_terminal(message: str, field: str) -> None:
    stream = shown()
    logging.getLogger("a.part").info("%s", message, extra={"reason": field})
    text = stream.getvalue()
    assert text.isascii()
    assert text.removesuffix("\n").isprintable()


@given(credential=_CREDENTIALS)
def test_no_credential_is_shown_on_a_terminal(credential: tuple[str, str]) -> None:
    whole, secret = credential
    stream = shown()
    logging.getLogger("a.part").info("%s", whole, extra={"reason": whole})
    assert secret not in stream.getvalue()


def test_handlers_of_servers_get_the_form_of_their_stream() -> None:
    handlers: Sequence[logging.Handler] = [logging.StreamHandler(stream) for stream in (Terminal(), io.StringIO())]
    logger = logging.getLogger("a.server")
    logger.handlers = list(handlers)
    try:
        logs.protect()
        assert [type(handler.formatter) for handler in handlers] == [logs.TextLines, logs.JsonLines]
    finally:
        logger.handlers = []
