"""The program that starts all others: small, with one thread, and beside the worker instead of in it.

A worker has threads, so nothing but ``exec`` is safe between its ``fork`` and that; and the kernel's "die with your
parent" means the *thread* that forked. This program has one thread: after its ``fork`` it may set limits, leave the
network and ask to die with it. It is the reaper of all that its children leave behind (``PR_SET_CHILD_SUBREAPER``), so
it can end what put itself into a session of its own; and it ends everything when the worker's socket closes, however
the worker died.

It is run by its path under ``python -I -S`` and imports nothing of ours. For each program the worker sends one byte
with four descriptors: standard input, output and error, and a socket for this run. On that the request is read (see
:class:`_Request`); lines come back, each a word and its numbers::

    shut 0|errno                whether the program was cut off from the network (where that was asked for)
    failed exec|start errno     it could not be started
    many number                 it was killed, because it had more processes than allowed
    ended status cpu rss        what wait(2) told, with seconds of CPU and the most memory in KiB

Closing the run's socket kills its program. Sources: prctl(2), setrlimit(2), user_namespaces(7), proc(5).
"""

from __future__ import annotations

import _ctypes  # and not ctypes, nor what else loads enum, re and inspect: each costs more than all of this
import _signal  # type: ignore[import-not-found]
import _socket
import errno
import gc
import os
import resource
import select
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_DEATH_SIGNAL, _SUBREAPER = 1, 36
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _SECCOMP = 38, 22
_IO_URING = 425
_FAMILY_OF_FILES = 1
_CALLS = {"x86_64": (0xC000003E, 41, 0x40000000), "aarch64": (0xC00000B7, 198, 0xFFFFFFFF)}
"""By machine: the kernel's number of it, of socket(2), and from which one calls are of another kind (x32)."""
_FIXED = {_signal.SIGKILL, _signal.SIGSTOP}
_UNHEARD = (_signal.SIGCHLD, _signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP, _signal.SIGPIPE, _signal.SIGXFSZ)
"""Heard, but for nothing: the worker decides, and when it ends its socket closes. They are not ignored, because exec
keeps what is ignored, and Python ignores two of them."""
_NICE = 5
"""A third of what others weigh: who waits for a web server on this machine waits for a moment, and who waits for a
review for a minute (sched(7)). The launcher's session has no terminal, and its programs stay in it: Linux may share the
processors between sessions (autogroups, same page), and all that one worker starts counts as one."""
_TICK_MS = 100
"""So often the number of a program's processes is looked at."""
_LINUX = sys.platform == "linux"


class _Run:
    """One program that runs, or whose remains have not ended yet. ``processes`` is the most that it may have."""

    __slots__ = ("ended", "line", "pid", "processes")

    def __init__(self, line: _socket.socket, pid: int, processes: int) -> None:
        self.line = line
        self.pid = pid
        self.processes = processes
        self.ended = ""


class _Request:
    """What the worker asks for: the length in eight bytes, then fields between NULs: the folder, limits of CPU (s),
    address space, file size (bytes) and open files (empty: none), processes, 1 for no network, the number of arguments,
    the arguments, and the environment as ``NAME=value``."""

    __slots__ = ("argv", "cwd", "env", "limits", "processes", "program", "shut")

    def __init__(self, body: bytes) -> None:
        fields = [os.fsdecode(field) for field in body.split(b"\0")]
        kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
        self.cwd = fields[0]
        limits = [(kind, int(value)) for kind, value in zip(kinds, fields[1:5], strict=True) if value]
        self.limits = [(kind, _lowered(kind, value)) for kind, value in ((resource.RLIMIT_CORE, 0), *limits)]
        self.processes = int(fields[5] or 0)
        self.shut = fields[6] == "1"
        end = 8 + int(fields[7])
        self.argv = fields[8:end]
        self.env = dict(each.split("=", 1) for each in fields[end:])
        self.program = _found(self.argv[0], self.env.get("PATH", os.defpath))


def main(descriptor: int) -> None:
    """Serves until the worker's end of the socket closes."""
    control = _socket.socket(fileno=descriptor)
    _libc("prctl", _SUBREAPER, 1, 0, 0, 0)
    gc.freeze()
    gc.disable()  # nothing here goes in circles, and a forked child that collects copies all memory
    for number in _UNHEARD:
        _signal.signal(number, lambda *_: None)
    wake, woken = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    _signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    runs: dict[int, _Run] = {}
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(wake, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll(_TICK_MS if runs else None):
            if descriptor == control.fileno():
                run = _accepted(control)
                if run is None:
                    _kill_all(runs)
                    return
                runs[run.line.fileno()] = run
                poll.register(run.line, select.POLLIN)
            elif descriptor == wake:
                os.read(wake, 4096)
            else:  # the worker says nothing more on a run's socket but its end
                poll.unregister(descriptor)
                _kill(runs[descriptor])
        _reap(runs)
        remains = _kill_orphans(runs)
        for descriptor, run in list(runs.items()):
            if run.ended and not remains:
                del runs[descriptor]
                _forget(poll, descriptor)
                _tell(run.line, run.ended)
                run.line.close()
            elif not run.ended:
                _count(run)


def _forget(poll: select.poll, descriptor: int) -> None:
    try:
        poll.unregister(descriptor)
    except KeyError:
        return  # the worker has closed its end before


def _accepted(control: _socket.socket) -> _Run | None:
    """The next program, started; ``None`` when the worker has ended."""
    while True:
        data, ancillary, _, _ = control.recvmsg(1, _socket.CMSG_SPACE(16), getattr(_socket, "MSG_CMSG_CLOEXEC", 0))
        if not data:
            return None
        given: list[int] = []
        for level, kind, payload in ancillary:
            if (level, kind) == (_socket.SOL_SOCKET, _socket.SCM_RIGHTS):
                given += memoryview(payload).cast("i")
        *standard, line_number = given
        line = _socket.socket(fileno=line_number)
        run = _started(line, standard)
        for each in standard:
            os.close(each)
        if run is not None:
            return run
        line.close()


def _started(line: _socket.socket, standard: list[int]) -> _Run | None:
    head = _read(line, 8)
    body = _read(line, int.from_bytes(head)) if head else None
    if body is None:
        return None
    request = _Request(body)
    here = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        _tell(line, f"failed start {error.errno}")
        return None
    if pid == 0:
        try:
            _become(request, standard, line, here)
        finally:  # reached by a fault of ours alone
            _tell(line, f"failed start {errno.ENOTRECOVERABLE}")
            os._exit(127)
    return _Run(line, pid, request.processes)


def _read(line: _socket.socket, length: int) -> bytes | None:
    """So many bytes; ``None`` where the worker ended before."""
    parts = bytearray()
    while len(parts) < length:
        part = line.recv(min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _become(request: _Request, standard: list[int], line: _socket.socket, launcher: int) -> NoReturn:
    """In the child: from here on it is the program. It does little, because each page that it touches is copied."""
    step = "start"
    try:
        os.setpgid(0, 0)
        os.nice(_NICE)
        for number in _signal.valid_signals() - _FIXED:  # who started us may ignore some, and exec keeps that
            _signal.signal(number, _signal.SIG_DFL)
        _signal.pthread_sigmask(_signal.SIG_SETMASK, ())
        for target, source in enumerate(standard):  # all above 2: the launcher's own are open
            os.dup2(source, target)
        if request.shut:
            _tell(line, f"shut {_leave_network(request.processes)}")
        _libc("prctl", _DEATH_SIGNAL, _signal.SIGKILL, 0, 0, 0)  # after the new user: that forgets it
        if os.getppid() != launcher:
            os._exit(127)
        os.chdir(request.cwd)
        for kind, pair in request.limits:
            resource.setrlimit(kind, pair)
        step = "exec"
        os.execve(request.program, request.argv, request.env)  # noqa: S606 # nosec B606 - what it is there for
    except OSError as error:
        _tell(line, f"failed {step} {error.errno or 0}")
    os._exit(127)


def _lowered(kind: int, value: int) -> tuple[int, int]:
    """The soft and the hard limit, which are one: at the soft limit of CPU comes a signal that a program may hear, and
    semgrep-core's handler may wait for ever (measured with 1.182). One that is lower already stays."""
    _, most = resource.getrlimit(kind)
    limit = value if most == resource.RLIM_INFINITY else min(value, most)
    return limit, limit


def _found(name: str, path: str) -> str:
    """Where the program is, or its name where it is nowhere, for the error that exec gives."""
    if "/" not in name:
        for folder in path.split(os.pathsep):
            place = f"{folder}/{name}"
            if folder and os.access(place, os.X_OK) and not os.path.isdir(place):  # noqa: PTH112 - see below
                return place
    return name


def _leave_network(processes: int) -> int:
    """Into a network with nothing in it, as a user without any rights, or at least where no socket of a network can be
    made: 0, or an error where the kernel lets us do neither.

    There RLIMIT_NPROC counts what this program has started, and not what its user runs elsewhere (since Linux 5.14);
    for root it does not count at all.
    """
    if _libc("unshare", _NEW_USER | _NEW_NETWORK) != 0:
        return 0 if _LINUX and _filter_sockets() else errno.EPERM
    if processes:
        resource.setrlimit(resource.RLIMIT_NPROC, _lowered(resource.RLIMIT_NPROC, processes + 1))
    return 0


def _filter_sockets() -> bool:
    """Lets this process, and all that it starts, make no sockets but those of files. Containers that forbid new users
    let everybody have this.

    The filter is a program for the kernel (seccomp(2), bpf(4)): each row is an operation, two jumps and a number. What
    another architecture's numbers would call ends the process.
    """
    import ctypes  # slow to load, and seldom needed
    import struct

    known = _CALLS.get(os.uname().machine)
    if known is None:
        return False
    architecture, make_socket, x32 = known
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, refuse, kill = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
    rows = (
        (load, 0, 0, 4),  # the architecture
        (equal, 0, 8, architecture),
        (load, 0, 0, 0),  # the number of the call
        (at_least, 5, 0, x32),
        (equal, 4, 0, _IO_URING),  # it makes sockets, too
        (equal, 0, 2, make_socket),
        (load, 0, 0, 16),  # its first argument: the family
        (equal, 0, 1, _FAMILY_OF_FILES),
        (answer, 0, 0, allow),
        (answer, 0, 0, refuse),
        (answer, 0, 0, kill),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *row) for row in rows))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(rows), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    return not libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) and not libc.prctl(_SECCOMP, 2, ctypes.byref(program), 0, 0)


def _kill(run: _Run) -> None:
    if run.ended:
        return  # its number may be another one's by now
    for kill in (os.killpg, os.kill):  # it may not lead its group yet
        try:
            kill(run.pid, _signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _reap(runs: dict[int, _Run]) -> None:
    """Takes notice of every child that has ended, and kills what is left of its group while its number is taken."""
    by_pid = {run.pid: run for run in runs.values() if not run.ended}
    while True:
        try:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if found is None:
            return
        run = by_pid.get(found.si_pid)
        if run is not None:
            _kill(run)
        _, status, usage = os.wait4(found.si_pid, 0)
        if run is not None:
            run.ended = f"ended {status} {usage.ru_utime + usage.ru_stime:.3f} {usage.ru_maxrss}"


def _kill_orphans(runs: dict[int, _Run]) -> bool:
    """Kills what was left to us by programs that ended or forked twice; whether there was any."""
    known = {run.pid for run in runs.values() if not run.ended}
    left = [pid for pid in _children(os.getpid()) if pid not in known]
    for pid in left:
        try:
            os.kill(pid, _signal.SIGKILL)
        except ProcessLookupError:
            continue
    return bool(left)


def _kill_all(runs: dict[int, _Run]) -> None:
    """The worker is gone: everything ends, for as long as there is something."""
    for run in runs.values():
        _kill(run)
    for _ in range(200):
        _reap(runs)
        if not _kill_orphans(runs) and all(run.ended for run in runs.values()):
            return
        select.poll().poll(10)


def _count(run: _Run) -> None:
    """Kills a program that has more processes than it may have: no other limit of this kind holds for root."""
    if not run.processes:
        return
    seen, waiting = 1, [run.pid]
    while waiting and seen <= run.processes:
        children = _children(waiting.pop())
        seen += len(children)
        waiting += children
    if seen > run.processes:
        _tell(run.line, f"many {seen}")
        _kill(run)


def _children(pid: int) -> list[int]:
    """The processes that a process has started and not buried. None where the system does not tell."""
    found = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - pathlib takes longer to load than all the rest
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:  # noqa: PTH123
                found += [int(child) for child in file.read().split()]
    except OSError:
        return found
    return found


def _libc(name: str, *args: int) -> int:
    """Calls what only Linux has; -1 where it fails."""
    if not _LINUX:
        return -1
    everything = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # as ctypes itself calls it
    return int(_ctypes.call_function(_ctypes.dlsym(everything, name), args))


def _tell(line: _socket.socket, text: str) -> None:
    try:
        line.sendall(text.encode() + b"\n")
    except OSError:
        return  # the worker does not listen any more


if __name__ == "__main__":
    main(int(sys.argv[1]))
