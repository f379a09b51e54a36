"""What a terminal of another encoding shows, and what a stream that is closed does."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import waits
from workers.cli import streams

HOME = Path(__file__).parents[3]
ENCODINGS = ["ascii", "latin-1", "cp1252", "koi8-r", "shift_jis", "utf-8"]


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def _written(text: str, encoding: str, kind: type[io.TextIOWrapper], environ: dict[str, str]) -> bytes:
    held = io.BytesIO()
    stream = kind(held, encoding=encoding, newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        streams.prepare(environ)
        stream.write(text)
        stream.flush()
    return held.getvalue()


@given(text=st.text(st.characters(exclude_categories=()), max_size=30), encoding=st.sampled_from(ENCODINGS))
def test_every_text_can_be_shown_on_every_terminal(text: str, encoding: str) -> None:
    shown = _written(text, encoding, _Terminal, {})
    for char in text:
        try:
            assert char.encode(encoding) in shown
        except UnicodeEncodeError:
            continue


def test_a_terminal_without_our_signs_gets_signs_of_its_own() -> None:
    said = _written("CWE-78 · input\n 4 │ f(ü) → g …", "ascii", _Terminal, {})
    assert said == b"CWE-78 - input\n 4 | f(\\xfc) -> g ..."


@pytest.mark.parametrize(("environ", "right"), [({}, "ü·".encode()), ({"PYTHONIOENCODING": "latin-1"}, b"\xfc\xb7")])
def test_what_is_piped_on_is_utf_8_unless_another_encoding_was_asked_for(environ: dict[str, str], right: bytes) -> None:
    assert _written("ü·", "latin-1", io.TextIOWrapper, environ) == right


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", ["--version", "review --quiet --diff -"])
def test_a_closed_stream_is_no_fault(closed: str, arguments: str, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m workers.cli.main {arguments} {closed}'
    environ = {**os.environ, "PYTHONPATH": str(HOME), "PATCHWARDEN_CACHE_DIR": str(tmp_path)}
    ended = subprocess.run(
        ["/bin/sh", "-c", command], cwd=HOME, env=environ, input="", capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "fault of Patchwarden" in ended.stderr) == (0, False)


def test_who_stops_a_review_is_not_told_of_defects(tmp_path: Path) -> None:
    """1 would mean these. Whoever starts the tests may ignore the signal, and exec keeps that."""
    environ = {**os.environ, "PYTHONPATH": str(HOME), "PATCHWARDEN_CACHE_DIR": str(tmp_path / "cache")}
    subprocess.run(["git", "init", "-q", str(tmp_path / "app")], check=True)
    (tmp_path / "app" / "a.py").write_text("print()\n")
    heard = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.executable, sys.argv[1:])"
    )
    command = [sys.executable, "-c", heard, sys.executable, "-m", "workers.cli.main", "review", "--all"]
    with subprocess.Popen(command, cwd=tmp_path / "app", env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert waits.first_line(process.stderr) == "patchwarden: reading the change\n"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60)[1].endswith("patchwarden: stopped\n")
    assert process.returncode == 130
