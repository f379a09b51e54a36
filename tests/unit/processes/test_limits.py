"""No program takes more than its row of the table allows, and what is left of it ends with it."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from workers.processes import endings, sandbox
from workers.processes.limits import DEFAULT, PROGRAMS, Limits, of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what ends them is Linux's")

FREE = Limits(None, None, None, None, processes=64, network=True)


def python(code: str, limits: Limits = FREE, **options: object) -> sandbox.Completed:
    argv = [sys.executable, "-I", "-S", "-c", code]
    return sandbox.run(argv, limits=limits, **{"timeout": 20.0, **options})  # type: ignore[arg-type]


GREEDY = {
    "spins": ("while True: pass", replace(FREE, cpu_seconds=1), "used more than 1 s of CPU"),
    "spins and hears no signal": (
        "import signal\nfor n in (signal.SIGXCPU, signal.SIGTERM): signal.signal(n, signal.SIG_IGN)\nwhile True: pass",
        replace(FREE, cpu_seconds=1),
        "used more than 1 s of CPU",
    ),
    "eats memory": ("bytearray(900_000_000)", replace(FREE, memory_mb=500), "needed more than 500 MB of memory"),
    "writes a large file": (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nopen('large', 'wb').write(bytes(3_000_000))",
        replace(FREE, file_mb=2),
        "wrote a file of more than 2 MB",
    ),
    "never stops writing": (
        "import os\nwhile True: os.write(1, bytes(65536))",
        replace(FREE, output_mb=1),
        "wrote more than 1 MB and was stopped",
    ),
    "forks": (
        "import os, time\nfor _ in range(12): os.fork() or time.sleep(60)\ntime.sleep(60)",
        replace(FREE, processes=6),
        "started more than 6 processes and was stopped",
    ),
}


@pytest.mark.parametrize("kind", GREEDY)
def test_a_limit_ends_the_program_and_is_named(kind: str, tmp_path: Path) -> None:
    code, limits, said = GREEDY[kind]
    with pytest.raises((sandbox.LimitReached, sandbox.ProcessTimeout), match=f"`python[0-9.]*` {said}"):
        python(code, limits, cwd=tmp_path, check=False)


def test_no_core_is_written_and_files_are_few() -> None:
    code = "import resource as r; print(r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_NOFILE))"
    assert python(code, replace(FREE, open_files=99)).stdout == b"(0, 0) (99, 99)\n"


def test_signals_that_we_ignore_are_not_ignored_by_programs() -> None:
    told = sandbox.run(["cat", "/proc/self/status"], timeout=10).stdout.decode()
    assert "SigIgn:\t0000000000000000" in told


def test_of_the_errors_the_end_is_kept() -> None:
    done = python("import sys; sys.stderr.write('x' * 1_000_000 + 'the end')")
    assert (len(done.stderr), done.stderr[-7:]) == (4_000, "the end")


def test_what_fits_is_whole() -> None:
    limits = replace(FREE, output_mb=3)
    assert len(python("import sys; sys.stdout.buffer.write(bytes(3 << 20))", limits).stdout) == 3 << 20
    text = os.urandom(1 << 20)
    assert sandbox.run(["cat"], stdin=text, limits=limits, timeout=10).stdout == text


def test_a_program_that_reads_none_of_its_input_is_no_failure() -> None:
    assert sandbox.run(["true"], stdin=bytes(1 << 20), timeout=10).returncode == 0


# A program that goes away: its own session, its parent dead. It holds the pipe open for as long as it lives.
STRAY = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        pipe = os.open({pipe!r}, os.O_WRONLY)
        os.write(pipe, b"alive")
        os.close(1), os.close(2), open({made!r}, "w").close()
        time.sleep(600)
    os._exit(0)
while not os.path.exists({go!r}): time.sleep(0.01)
"""


@contextmanager
def held_open(folder: Path) -> Iterator[int]:
    os.mkfifo(folder / "pipe")
    reader = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield reader
    finally:
        os.close(reader)


def wait_for_the_end(reader: int, seconds: float) -> None:
    """The pipe ends when nobody can write to it any more."""
    assert select.select([reader], [], [], seconds)[0]
    assert os.read(reader, 5) == b""


def test_what_puts_itself_away_ends_with_its_program(tmp_path: Path) -> None:
    with held_open(tmp_path) as reader:
        python(STRAY.format(pipe=str(tmp_path / "pipe"), made=str(tmp_path / "there"), go=str(tmp_path / "there")))
        assert os.read(reader, 5) == b"alive"
        wait_for_the_end(reader, 5)


OWNER = """
import sys
from workers.processes import sandbox
sandbox.run([sys.executable, "-I", "-S", "-c", {code!r}], timeout=600)
"""


@pytest.mark.slow
def test_a_killed_worker_takes_its_programs_along(tmp_path: Path) -> None:
    code = STRAY.format(pipe=str(tmp_path / "pipe"), made=str(tmp_path / "there"), go=str(tmp_path / "never"))
    with held_open(tmp_path) as reader, subprocess.Popen([sys.executable, "-c", OWNER.format(code=code)]) as owner:
        assert select.select([reader], [], [], 30)[0]
        assert os.read(reader, 5) == b"alive"
        os.kill(owner.pid, signal.SIGKILL)
        wait_for_the_end(reader, 5)


@pytest.mark.usefixtures("socket_enabled")
def test_without_a_network_nothing_is_reached() -> None:
    """The listener is on this machine: a network of one's own has another loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 5)"
        assert python(code).returncode == 0
        done = python(code, replace(FREE, network=False), check=False)
    if done.open_network:
        pytest.skip(f"the kernel keeps users on its own network: {done.open_network}")
    assert done.returncode == 1
    assert "Error" in done.stderr


def test_who_needs_no_network_has_none() -> None:
    assert [name for name in PROGRAMS if of(f"/usr/bin/{name}").network] == ["git"]
    assert of("/bin/unknown") == DEFAULT


@pytest.mark.parametrize(
    "stderr",
    [
        "remote: fatal: Out of memory, malloc failed (tried to allocate 5 bytes)",
        "remote: MemoryError",
        "fatal: remote error: fatal: Out of memory, malloc failed",
        "error: RPC failed; HTTP 500\nremote: Out of memory\nfatal: the remote end hung up unexpectedly",
    ],
)
def test_a_server_s_lack_of_memory_is_not_ours(stderr: str) -> None:
    ending = endings.Ending(status=128 << 8)
    with pytest.raises(sandbox.ProcessFailed, match="ended with 128") as caught:
        endings.judge(["git"], "/", Limits(), ending, stderr, timeout=1, check=True)
    assert not isinstance(caught.value, sandbox.LimitReached)


@pytest.mark.parametrize(
    "stderr",
    [
        "fatal: Out of memory, malloc failed (tried to allocate 52428801 bytes)",
        "remote: counting\nfatal: Out of memory, mmap failed\nfatal: fetch-pack: invalid index-pack output",
        "Traceback (most recent call last):\nMemoryError",
        "Fatal error: exception Stdlib.Out_of_memory",
        "memory allocation of 1048576 bytes failed",
    ],
)
def test_our_lack_of_memory_is_named(stderr: str) -> None:
    ending = endings.Ending(status=128 << 8)
    with pytest.raises(sandbox.LimitReached, match="needed more than 2,000 MB of memory"):
        endings.judge(["git"], "/", Limits(), ending, stderr, timeout=1, check=True)


def test_who_ended_in_time_has_not_timed_out() -> None:
    """We may look late: a worker that was paused sees both at once."""
    endings.judge(["git"], "/", Limits(), endings.Ending(status=0, timed_out=True), "", timeout=1, check=True)


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    (tmp_path / "no-program").touch(0o600)
    with pytest.raises(FileNotFoundError):
        sandbox.run(["no-such-program"], timeout=5)
    with pytest.raises(FileNotFoundError):
        sandbox.run(["true"], cwd="/no/such/folder", timeout=5)
    with pytest.raises(PermissionError):
        sandbox.run([str(tmp_path / "no-program")], timeout=5)
    with pytest.raises(ValueError, match="NUL"):
        sandbox.run(["true", "a\0b"], timeout=5)


def test_a_launcher_that_was_killed_is_replaced() -> None:
    from workers.processes import launching

    assert python("print(1)").stdout == b"1\n"
    before = launching._LAUNCHER
    assert before is not None
    os.kill(before.process.pid, signal.SIGKILL)
    before.process.wait()
    begin = time.monotonic()
    assert python("print(2)").stdout == b"2\n"
    assert time.monotonic() - begin < 10
