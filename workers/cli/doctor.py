"""``patchwarden doctor``: what works, what is missing, and where to get it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

import click

from bot.hosts import registry
from bot.hosts.base import Diagnosis
from bot.redaction import redact
from bot.setting_names import unknown
from bot.settings import Settings, SettingsError
from workers.cli import usable
from workers.processes import sandbox

_OLDEST_GIT = (2, 30)


def main(environ: Mapping[str, str]) -> int:
    """``patchwarden doctor``: 0 when everything works, 1 otherwise."""
    try:
        settings = Settings.from_environ(environ)
    except SettingsError as error:
        for problem in (*error.problems, *unknown(environ)):
            click.echo(line(Diagnosis(problem.name, False, problem.text)))
        return 1
    sound = True
    strange = [Diagnosis(problem.name, False, problem.text) for problem in unknown(environ)]
    for diagnosis in itertools.chain(strange, diagnose(settings, environ)):
        click.echo(line(diagnosis))
        sound = sound and diagnosis.ok
    return 0 if sound else 1


def line(diagnosis: Diagnosis) -> str:
    """As it is printed, without a secret."""
    remedy = f"\n      {diagnosis.remedy}" if diagnosis.remedy and not diagnosis.ok else ""
    return redact(f"{'ok   ' if diagnosis.ok else 'FAULT'} {diagnosis.subject}: {diagnosis.detail}{remedy}")


def diagnose(settings: Settings, environ: Mapping[str, str]) -> Iterator[Diagnosis]:
    """One line for each part, in the order in which a review needs them. Never raises for a part that is broken."""
    parts: Iterable[Diagnosis]
    try:
        from workers.cli import doctor_server
    except ModuleNotFoundError as error:
        first, parts = _plain(settings, error), ()
    else:
        first, parts = _settings(settings), doctor_server.diagnose(settings, environ)
    yield first
    yield _git()
    yield _engine()
    yield _confinement()
    yield from _plugins()
    yield from parts


def _settings(settings: Settings) -> Diagnosis:
    names = ", ".join(host.name for host in settings.hosts)
    if names:
        return Diagnosis("settings", True, f"hosts: {names}; state in {settings.state_dir}")
    ways = " or ".join(f"`patchwarden setup {kind}`" for kind in registry.HOSTS)
    by_hand = ", or ".join(kind.remedy for kind in registry.HOSTS.values())
    return Diagnosis("settings", False, "no host is set up", f"{ways} does it; by hand set {by_hand}")


def _plain(settings: Settings, error: ModuleNotFoundError) -> Diagnosis:
    """Of an installation without the packages of the server: all that it is for may be `patchwarden review`."""
    detail = f"enough for `patchwarden review`; the server's packages are not here ({error.name})"
    if not settings.hosts:
        return Diagnosis("installation", True, f"{detail}: {usable.SERVER}")
    return Diagnosis("installation", False, detail, usable.SERVER)


def _git() -> Diagnosis:
    remedy = "install git 2.31 or newer"
    try:
        said = sandbox.run(["git", "--version"], timeout=10).stdout.decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return Diagnosis("git", False, "not on the PATH", remedy)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
        return Diagnosis("git", False, str(error), remedy)
    found = re.search(r"(?<!\d)(\d++)\.(\d+)", said)
    recent = found is not None and (int(found[1]), int(found[2])) >= _OLDEST_GIT
    return Diagnosis("git", recent, said, "" if recent else remedy)


def _engine() -> Diagnosis:
    """The public command line works as well, only slower: then the engine is sound, with a remark."""
    from workers.engine import invoke, probe, program

    try:
        found = program.find()
    except program.NoEngine as error:
        return Diagnosis("engine", False, str(error), "install patchwarden anew in this environment")
    fast = probe.run(invoke.Core(found))
    if fast.ok:
        return Diagnosis("engine", True, f"semgrep {found.version}, its core used directly: {fast.detail}")
    slow = probe.run(invoke.Public(found))
    if slow.ok:
        detail = f"semgrep {found.version} by its slower command line, the core is not usable: {fast.detail}"
        return Diagnosis("engine", True, detail)
    return Diagnosis("engine", False, f"semgrep {found.version}: {slow.detail}", "install semgrep anew")


def _plugins() -> Iterator[Diagnosis]:
    """The checks that packages beside ours declare, each imported for a try."""
    from workers.checks import plugins

    for plugin, fault in plugins.tried(plugins.plugins()):
        detail = fault or f"found in {plugin.what.package}"
        remedy = f"install {plugin.what.package} anew, or uninstall it" if fault else ""
        yield Diagnosis(f"check {plugin.id}", not fault, detail, remedy)


def _confinement() -> Diagnosis:
    """What a kernel, or a container around us, does not allow is no fault of this installation."""
    try:
        open_network = sandbox.run(["true"], timeout=10).open_network
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout, OSError) as error:
        return Diagnosis("confinement", False, f"no program can be started: {error}", "is the process limit reached?")
    if open_network:
        detail = "limits hold; the engine keeps the network: neither user namespaces nor seccomp are allowed"
        return Diagnosis("confinement", True, f"{detail} ({open_network})")
    return Diagnosis("confinement", True, "limits hold; the engine has no network")
