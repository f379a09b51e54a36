"""Whether the engine's internal interface is the one that we know: a scan with a known answer decides.

``semgrep-core`` is not a public interface. Before it is used, it has to find two known flaws in a known text, with the
data flow of one, and to tell where a broken text does not parse. Otherwise the public command line does the work.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from workers.engine.invoke import Core, Invoke, Limits, Public, Text
from workers.engine.program import Program
from workers.engine.results import BadAnswer, FileAnswer, ProblemKind
from workers.processes import sandbox

log = logging.getLogger(__name__)

_RULES = (
    {
        "id": "probe.flow",
        "languages": ["python"],
        "severity": "ERROR",
        "message": "flow",
        "mode": "taint",
        "pattern-sources": [{"pattern": "probe_source()"}],
        "pattern-sinks": [{"pattern": "probe_sink(...)"}],
    },
    {
        "id": "probe.pattern",
        "languages": ["python"],
        "severity": "ERROR",
        "message": "pattern $X",
        "pattern": "probe_call($X)",
    },
)
_SOUND = "a = probe_source()\nb = a\nprobe_sink(b)\nprobe_call(7)\n"
_BROKEN = "probe_call(1)\n\ndef f():\n    x = = 2\n"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """Whether the engine works as expected; ``detail`` is a clause for people."""

    ok: bool
    detail: str


def run(invoke: Invoke) -> ProbeResult:
    """Scans the known texts. Raises ``OSError`` where the machine, and not the engine, cannot do it now."""
    texts = (Text("sound", _SOUND, ".py"), Text("broken", _BROKEN, ".py"))
    try:
        answers = invoke("python", _RULES, texts, Limits(start_seconds=60.0))
    except (BadAnswer, sandbox.ProcessFailed, sandbox.ProcessTimeout, FileNotFoundError, PermissionError) as error:
        return ProbeResult(False, str(error))
    problem = _difference(answers)
    return ProbeResult(not problem, problem or "finds the known flaws in the known text")


def _difference(answers: dict[str, FileAnswer]) -> str:
    found = [(match.rule, match.place.start_line) for match in answers["sound"].matches]
    if found != [("probe.flow", 3), ("probe.pattern", 4)]:
        return f"found {found} in the known text"
    flow, pattern = answers["sound"].matches
    if [step.place.start_line for step in flow.steps] != [1, 2, 3] or pattern.message != "pattern 7":
        return "told the known flaws in another form"
    if [problem.kind for problem in answers["broken"].problems] != [ProblemKind.PARSE]:
        return "did not tell that a broken text does not parse"
    return ""


def choose(program: Program, folder: Path | None) -> Invoke:
    """The core where the probe succeeds, else the public command line.

    ``folder`` remembers a good answer for this very binary, so that the command line does not pay for it each time.
    """
    core = Core(program)
    remembered = folder / f"probe-{_identity(program)}" if folder else None
    if remembered is not None and remembered.exists():
        return core
    result = run(core)
    if not result.ok:
        log.warning(
            "semgrep-core %s is not usable (%s): the slower public command line is used", program.version, result.detail
        )
        return Public(program)
    if remembered is not None:
        try:
            remembered.parent.mkdir(parents=True, exist_ok=True)
            remembered.touch()
        except OSError as error:
            log.warning("the cache folder cannot be written, the engine is tried anew each time: %s", error)
    return core


def _identity(program: Program) -> str:
    try:
        stat = program.core.stat()
    except OSError:
        return f"{program.version}-absent"
    return f"{program.version}-{stat.st_size}-{stat.st_mtime_ns}"
