"""The one place that starts processes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workers import sandbox


def python(code: str, **options: object) -> sandbox.Completed:
    return sandbox.run([sys.executable, "-c", code], **{"timeout": 20.0, **options})  # type: ignore[arg-type]


def test_it_gives_back_what_the_program_wrote() -> None:
    done = python("import sys; sys.stdout.write(sys.stdin.read().upper()); sys.stderr.write('noted')", stdin=b"abc")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"ABC", "noted")


def test_nothing_of_our_environment_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATCHWARDEN_SECRET", "very secret")
    done = python("import os; print(sorted(os.environ))", env={"GIVEN": "1"})
    names = done.stdout.decode()
    assert "PATCHWARDEN_SECRET" not in names
    assert "GIVEN" in names


def test_a_program_that_does_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    pid_file = tmp_path / "child"
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pid_file)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(600)"
    )
    with pytest.raises(sandbox.ProcessTimeout, match=r"did not end within 1\.5 s"):
        python(code, timeout=1.5)
    state = Path(f"/proc/{pid_file.read_text()}/stat")
    assert not state.exists() or ") Z " in state.read_text()


def test_a_failure_tells_the_code_and_hides_credentials() -> None:
    token = "ghp_" + "a" * 36
    with pytest.raises(sandbox.ProcessFailed, match="ended with 3") as caught:
        python(f"import sys; sys.stderr.write('fatal: https://x:{token}@host denied'); sys.exit(3)")
    assert token not in str(caught.value)


def test_an_expected_failure_is_no_error() -> None:
    assert python("raise SystemExit(3)", check=False).returncode == 3


@pytest.mark.skipif(sys.platform != "linux", reason="the limit needs prlimit")
def test_memory_is_limited() -> None:
    with pytest.raises(sandbox.ProcessFailed, match="MemoryError"):
        python("input(); bytearray(900_000_000)", stdin=b"limited by now", memory_mb=500)
