"""Logs: one JSON object a line, text where somebody reads along, and no credential in any of them."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import TextIO

from bot.redaction import REDACTED, redact

_TALKATIVE = ("authlib", "github", "urllib3", "requests", "gerrit", "kombu", "amqp")
_SHORT = 200
"""Characters of a text whose form without credentials is remembered."""
_REMEMBERED = 1_000
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Redaction(logging.Filter):
    """Takes credentials out of a record before any formatter sees it: message, arguments, traceback, extra fields.

    ``secrets`` are ours, which no form gives away: each is found in any case, and with any character in
    the form that an address may give it.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        forms = [_in_any_form(secret) for secret in secrets if secret]
        self._own = re.compile("|".join(forms), re.IGNORECASE) if forms else None
        self._redacted_before = lru_cache(_REMEMBERED)(self._redact_anew)

    def _redact(self, text: str) -> str:
        """Most of what is logged was logged before."""
        return self._redacted_before(text) if len(text) <= _SHORT else self._redact_anew(text)

    def _redact_anew(self, text: str) -> str:
        return redact(self._own.sub(REDACTED, text) if self._own else text)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._redact(_message(record)), None
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        if record.exc_text:
            record.exc_text = self._redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self._redact(record.stack_info)
        for name in vars(record).keys() - _STANDARD:
            setattr(record, name, self._clean(getattr(record, name)))
        return True

    def _clean(self, value: object) -> object:
        if isinstance(value, bool | int | float) or value is None:
            return value
        if isinstance(value, dict):
            return {self._redact(str(key)): self._clean(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean(item) for item in value]
        return self._redact(str(value))


class JsonLines(logging.Formatter):
    """Time (UTC), level, logger, message, then the record's extra fields in order of name.

    ASCII only: other line separators and direction marks in what strangers send stay escaped.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        names = sorted(vars(record).keys() - _STANDARD)
        entry |= {name: getattr(record, name) for name in names if getattr(record, name) not in ("", None)}
        if record.exc_text or record.exc_info:
            entry["exception"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        return json.dumps(entry, default=str)


class TextLines(logging.Formatter):
    """The time, the level where it is not *info*, what happened, and the fields. A traceback stands below.

    ASCII only, as in :class:`JsonLines`: nothing that strangers send moves the cursor, colours or begins a line.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        names = sorted(vars(record).keys() - _STANDARD)
        fields = [
            f"{name}={_escaped(getattr(record, name))}" for name in names if getattr(record, name) not in ("", None)
        ]
        lines = [" ".join([at, f"{level}{record.name}: {_escaped(record.getMessage())}", *fields])]
        if record.exc_text or record.exc_info:
            trace = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
            lines += [f"    {_escaped(line)}" for line in trace.splitlines()]
        return "\n".join(lines)


def _escaped(value: object) -> str:
    """A value as one line of ASCII."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return json.dumps(text)[1:-1].replace('\\"', '"').replace("\x7f", "\\u007f")


def _form(handler: logging.Handler) -> logging.Formatter:
    """For a terminal, or for a program."""
    stream = getattr(handler, "stream", None)
    try:
        shown = stream is not None and stream.isatty()
    except ValueError:  # it is closed
        shown = False
    return TextLines() if shown else JsonLines()


def configure(level: str = "INFO", stream: TextIO | None = None, secrets: Iterable[str] = ()) -> None:
    """Makes the root logger write to ``stream`` (standard error), JSON lines or on a terminal text, and puts the filter
    on every handler.

    ``secrets`` are texts of ours that no line may hold in any form.

    The HTTP libraries never log below INFO: at DEBUG PyGithub logs the installation token.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_form(handler))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    protect(secrets)


def protect(secrets: Iterable[str] = ()) -> None:
    """Puts the filter on all handlers that exist now, and our form: servers bring handlers of their own."""
    loggers = [logging.getLogger(), *logging.Logger.manager.loggerDict.values()]
    for logger in loggers:
        for handler in logger.handlers if isinstance(logger, logging.Logger) else ():
            if not any(isinstance(item, Redaction) for item in handler.filters):
                handler.addFilter(Redaction(secrets))
            handler.setFormatter(_form(handler))


def _in_any_form(secret: str) -> str:
    """A pattern for the secret as it is and as an address may hold it: any character may be percent-encoded there, once
    or more often."""
    return "".join(f"(?:{re.escape(char)}|{_percent(char.lower())}|{_percent(char.upper())})" for char in secret)


def _percent(char: str) -> str:
    return "".join(f"%(?:25){{0,3}}{byte:02x}" for byte in char.encode("utf-8", "backslashreplace"))


def _message(record: logging.LogRecord) -> str:
    """A message whose arguments do not fit must not be lost, nor printed raw by logging's own error report."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args!r}"
