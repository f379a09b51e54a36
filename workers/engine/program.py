"""Where semgrep is, and which: found without importing it."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path


class NoEngine(Exception):
    """Semgrep is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Program:
    """An installed semgrep."""

    core: Path
    """The engine itself; its interface is internal, so a probe decides whether it is used (see ``probe``)."""
    public: tuple[str, ...]
    """The public command line, the fallback."""
    version: str


def find() -> Program:
    """The semgrep of this Python environment. Raises :class:`NoEngine`."""
    spec = importlib.util.find_spec("semgrep")
    if spec is None or spec.origin is None:
        raise NoEngine("semgrep is not installed in this Python environment: install patchwarden with its dependencies")
    package = Path(spec.origin).parent
    core = package / "bin" / "semgrep-core"
    metadata = next(iter(sorted(package.parent.glob("semgrep-*.dist-info"))), None)
    version = metadata.name.removeprefix("semgrep-").removesuffix(".dist-info") if metadata else "unknown"
    script = Path(sys.executable).parent / "semgrep"
    return Program(core=core, public=(str(script),), version=version)
