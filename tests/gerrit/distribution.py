"""A real Gerrit out of Maven's central repository, kept in a cache folder outside of the source tree.

The war is not there, but the jars in which Gerrit's own plugins are tested hold the whole server: its programs ``Init``
and ``Daemon``, Jetty, Lucene and H2. What they lack is the web pages and the core plugins.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

VERSION = os.environ.get("PATCHWARDEN_TEST_GERRIT", "3.10.2")
"""The default is the newest of Java 17's line that is there whole; 3.12 and later want Java 21."""
JAVA = os.environ.get("PATCHWARDEN_TEST_JAVA", "java")
"""The runtime's program."""
_BOUNCY_CASTLE = "1.72"
_ARTIFACTS = (
    f"com.google.gerrit:gerrit-acceptance-framework:{VERSION}",
    f"com.google.gerrit:gerrit-plugin-api:{VERSION}",
    *(f"org.bouncycastle:{name}-jdk18on:{_BOUNCY_CASTLE}" for name in ("bcprov", "bcpg", "bcpkix", "bcutil")),
)
_START = Path(__file__).with_name("Start.java")


class NotHere(Exception):
    """A real Gerrit cannot be had on this machine; the message says why."""


@dataclass(frozen=True)
class Distribution:
    """The jars and an initialised site to copy."""

    directory: Path

    @property
    def site(self) -> Path:
        return self.directory / "site"

    def java(self, *args: str, heap: str = "1g") -> list[str]:
        """The command line of one of Gerrit's programs."""
        jars = os.pathsep.join(str(jar) for jar in sorted(self.directory.glob("*.jar")))
        return [JAVA, f"-Xmx{heap}", "-cp", f"{self.directory}{os.pathsep}{jars}", "Start", *args]


def provide() -> Distribution:
    """Brings whatever is missing. Raises :class:`NotHere`."""
    for program in (JAVA, "javac", "mvn"):
        if shutil.which(program) is None:
            raise NotHere(f"{program} is not on the PATH")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    found = Distribution(base / "patchwarden-tests" / f"gerrit-{VERSION}")
    found.directory.mkdir(parents=True, exist_ok=True)
    for artifact in _ARTIFACTS:
        _, name, version = artifact.split(":")
        if not (found.directory / f"{name}-{version}.jar").exists():
            _run("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={found.directory}")
    if not (found.directory / "Start.class").exists():
        _run("javac", "--release", "17", "-d", str(found.directory), str(_START))
    if not found.site.exists():
        draft = found.directory / "site.draft"
        shutil.rmtree(draft, ignore_errors=True)
        quiet = ("--batch", "--dev", "--no-auto-start", "--skip-all-downloads", "--skip-plugins")
        _run(*found.java("Init", *quiet, "-d", str(draft)))
        draft.rename(found.site)
    return found


def _run(*argv: str) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise NotHere(f"{argv[0]} failed: {(done.stdout + done.stderr).strip()[-400:]}")
