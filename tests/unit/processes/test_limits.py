"""No program takes more than its row of the table allows, and what is left of it ends with it."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import waits
from workers.processes import endings, launching, limits, sandbox, streaming
from workers.processes.limits import DEFAULT, PROGRAMS, Limits, of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what ends them is Linux's")

_ROOT = Path(__file__).parents[3]
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


@given(st.sampled_from([*PROGRAMS, "another"]), st.floats(4, 10_000))
def test_the_limit_of_cpu_comes_well_before_the_clock(program: str, timeout: float) -> None:
    """Or what is too expensive would count as a machine that is slow today."""
    cpu = of(program).within(timeout).cpu_seconds
    assert cpu is not None
    assert 1 <= cpu <= timeout / 4


def test_every_program_is_started_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DEFAULT", replace(FREE, cpu_seconds=900))
    argv = [sys.executable, "-I", "-S", "-c", "import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[0])"]
    assert sandbox.run(argv, timeout=40).stdout == b"10\n"
    assert sandbox.run(argv, timeout=40, limits=replace(FREE, cpu_seconds=900)).stdout == b"10\n"
    assert sandbox.run(argv, timeout=40, cpu_seconds=20).stdout == b"20\n"
    with streaming.output(argv, timeout=40) as pieces:
        assert b"".join(pieces) == b"10\n"


def test_no_core_is_written_and_files_are_few() -> None:
    code = "import resource as r; print(r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_NOFILE))"
    assert python(code, replace(FREE, open_files=99)).stdout == b"(0, 0) (99, 99)\n"


def test_a_program_hears_all_signals_whatever_our_own_process_was_started_with() -> None:
    """As ``nohup`` and a shell's background jobs start us: some signals are ignored, some blocked. Two of the signals
    belong to the C library (``man 7 nptl``): no program asks for them, so who ignores them does no harm."""
    code = """if True:
        import signal
        from workers.processes import sandbox
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGTERM})
        print(sandbox.run(["cat", "/proc/self/status"], timeout=10).stdout.decode())
    """
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    sets = dict(line.split(":\t", 1) for line in told.stdout.splitlines() if line.startswith("Sig"))
    for field in ("SigIgn", "SigBlk"):
        unheard = {number for number in signal.valid_signals() if int(sets[field], 16) >> (number - 1) & 1}
        assert not unheard, field


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


def test_programs_weigh_little_and_share_one_session_without_a_terminal() -> None:
    """The kernel may share the processors between sessions: all that one worker starts counts as one."""
    code = "import os; print(os.nice(0), os.getsid(0), os.getpgid(0) == os.getpid())"
    told = [python(code).stdout.decode().split() for _ in range(2)]
    launcher = launching._LAUNCHER
    assert launcher is not None
    session = launcher.process.pid
    assert session not in (os.getsid(0), os.getpid())
    assert told == [[str(min(19, os.nice(0) + 5)), str(session), "True"]] * 2
    with pytest.raises(sandbox.ProcessFailed, match="No such device or address"):
        python("open('/dev/tty')")


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
        try:
            assert select.select([reader], [], [], 30)[0]
            assert os.read(reader, 5) == b"alive"
        finally:
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


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (signal.SIGXFSZ, sandbox.LimitReached, "`git` wrote a file of more than 100 MB"),
        (signal.SIGXCPU, sandbox.CpuUsedUp, "`git` used more than 60 s of CPU"),
        (signal.SIGSEGV, sandbox.ProcessFailed, "`git` ended with 128"),
    ],
)
def test_what_ended_a_process_of_git_s_own_is_named(number: int, kind: type[Exception], said: str) -> None:
    stderr = f"remote: counting\nerror: index-pack died of signal {int(number)}\nfatal: fetch-pack: invalid output"
    with pytest.raises(kind, match=said):
        endings.judge(["git"], "/", Limits(), endings.Ending(status=128 << 8), stderr, timeout=1, check=True)
    by_a_server = stderr.replace("error:", "remote: error:")
    with pytest.raises(sandbox.ProcessFailed, match="ended with 128"):
        endings.judge(["git"], "/", Limits(), endings.Ending(status=128 << 8), by_a_server, timeout=1, check=True)


@pytest.mark.parametrize(("used", "kind"), [(60.0, sandbox.CpuUsedUp), (51.0, sandbox.CpuUsedUp), (9.0, None)])
@pytest.mark.parametrize("is_child", [False, True])
def test_the_sum_tells_the_limit_of_cpu_from_a_lack_of_memory(
    used: float, kind: type[Exception] | None, is_child: bool
) -> None:
    stderr = f"error: index-pack died of signal {int(signal.SIGKILL)}" if is_child else ""
    ending = endings.Ending(status=128 << 8 if is_child else int(signal.SIGKILL), cpu_seconds=used)
    with pytest.raises(kind or (sandbox.LimitReached, sandbox.ProcessFailed)) as caught:
        endings.judge(["git"], "/", Limits(), ending, stderr, timeout=1, check=True)
    assert isinstance(caught.value, sandbox.CpuUsedUp) is (kind is not None)


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
    assert python("print(1)").stdout == b"1\n"
    kill_launcher()
    begin = time.monotonic()
    assert python("print(2)").stdout == b"2\n"
    assert time.monotonic() - begin < 10


FORKED = """
import os, sys, time
from workers.processes import sandbox
sandbox.run(["true"], timeout=30)
child = os.fork()
if child == 0:
    sandbox.run(["sleep", "0.1"], timeout=30)
    print("ran", flush=True)
    time.sleep(600)
sandbox.run([sys.executable, "-I", "-S", "-c", {code!r}], timeout=600)
"""


@pytest.mark.slow
def test_a_forked_process_has_a_launcher_of_its_own_and_keeps_no_other_s_alive(tmp_path: Path) -> None:
    """As the pool of a worker: the programs of a killed process end although its children live."""
    code = STRAY.format(pipe=str(tmp_path / "pipe"), made=str(tmp_path / "there"), go=str(tmp_path / "never"))
    argv = [sys.executable, "-c", FORKED.format(code=code)]
    with (
        held_open(tmp_path) as reader,
        subprocess.Popen(argv, stdout=subprocess.PIPE, start_new_session=True) as owner,
    ):
        try:
            assert waits.first_line(owner.stdout) == "ran\n"
            assert select.select([reader], [], [], 30)[0]
            assert os.read(reader, 5) == b"alive"
            os.kill(owner.pid, signal.SIGKILL)
            wait_for_the_end(reader, 5)
        finally:
            os.killpg(owner.pid, signal.SIGKILL)


@pytest.mark.slow
def test_programs_end_when_their_launcher_is_killed(tmp_path: Path) -> None:
    code = (
        f"import os, time; p = os.open({str(tmp_path / 'pipe')!r}, os.O_WRONLY); os.write(p, b'alive'); time.sleep(600)"
    )

    def wait_and_kill() -> None:
        select.select([reader], [], [], 30)
        kill_launcher()

    with held_open(tmp_path) as reader:
        killer = Timer(0.0, wait_and_kill)
        killer.start()
        with pytest.raises(OSError, match="the launcher of programs was killed"):
            python(code, replace(FREE, network=False))
        assert os.read(reader, 5) == b"alive"
        wait_for_the_end(reader, 5)
        waits.ended(killer)


def test_a_request_that_is_broken_off_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a signal's handler, between the two messages of which it consists."""
    ask = launching._ask

    def interrupted(descriptors: Sequence[int], running: launching.Running) -> None:
        ask(descriptors, running)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(launching, "_ask", interrupted)
        with pytest.raises(KeyboardInterrupt):
            python("")
    assert python("print('ran')", timeout=15).stdout == b"ran\n"


def kill_launcher() -> None:
    launcher = launching._LAUNCHER
    assert launcher is not None
    os.kill(launcher.process.pid, signal.SIGKILL)
    launcher.process.wait(60)


def test_where_no_new_user_may_be_sockets_are_filtered() -> None:
    """In a child of ours: a filter stays for ever."""
    code = f"""
import ctypes, errno, os, runpy, socket
launcher = runpy.run_path({str(Path(launching.__file__).with_name("launcher.py"))!r})
if not launcher["_filter_sockets"]():
    print("unknown machine")
    raise SystemExit
def made(*what):
    try:
        socket.socket(*what).close()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "made"
print(made(socket.AF_UNIX), made(socket.AF_INET), made(socket.AF_INET6, socket.SOCK_DGRAM), made(socket.AF_NETLINK))
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall(425, 1, 0), errno.errorcode[ctypes.get_errno()])
print(os.spawnlp(os.P_WAIT, "true", "true"))
"""
    told = python(code).stdout.decode()
    if told == "unknown machine\n":
        pytest.skip(told)
    assert told == "made EPERM EPERM EPERM\n-1 EPERM\n0\n"


def test_many_programs_at_a_time_leave_nothing_open() -> None:
    """Each has its own answer, and neither we nor the launcher keep a descriptor or a process of it."""

    def echo(number: int) -> bytes:
        if number % 5 == 0:
            with pytest.raises(sandbox.ProcessTimeout):
                sandbox.run(["sleep", "60"], timeout=0.05, limits=FREE)
        if number % 7 == 0:
            with pytest.raises(FileNotFoundError):
                sandbox.run(["no-such-program"], timeout=5, limits=FREE)
        return sandbox.run(["cat"], stdin=b"%d" % number * 50_000, timeout=30, limits=FREE).stdout

    assert echo(1)
    launcher = launching._LAUNCHER
    assert launcher is not None
    places = [Path("/proc/self/fd"), Path(f"/proc/{launcher.process.pid}/fd")]
    before = [len(list(place.iterdir())) for place in places]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(echo, range(60))) == [b"%d" % number * 50_000 for number in range(60)]
    assert [len(list(place.iterdir())) for place in places] == before
    assert launching._LAUNCHER is launcher
    assert not launcher.running
    children = Path(f"/proc/{launcher.process.pid}/task/{launcher.process.pid}/children")
    assert children.read_text() == ""
