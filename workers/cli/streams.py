"""The standard streams as the commands need them: there, and able to write every character.

A stream may be closed (``>&-``), and Python then has ``None`` for it. A terminal may be one of Latin-1 or ASCII; what
goes to a file or another program is UTF-8 everywhere, as JSON (RFC 8259, 8.1), SARIF and Markdown want it.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_STAND_INS = {"·": "-", "│": "|", "→": "->", "…": "...", "•": "*", "–": "-", "✓": "ok", "─": "-", "⚠": "!"}
"""What our own words use beyond ASCII, and how it reads without."""
_HANDLER = "patchwarden.stand-in"


def prepare(environ: Mapping[str, str]) -> None:
    """Makes ``sys.stdin``, ``sys.stdout`` and ``sys.stderr`` usable. What was asked by ``PYTHONIOENCODING`` holds."""
    codecs.register_error(_HANDLER, _stand_in)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - it lives as long as we do
    asked = environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)
            if not asked and not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors=_HANDLER)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """In place of what the encoding has no character for; everything else as Python writes it in a text."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    said = (_STAND_INS.get(char) or char.encode("ascii", "backslashreplace").decode() for char in lacking)
    return "".join(said), error.end
