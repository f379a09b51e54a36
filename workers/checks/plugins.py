"""Checks of others: packages that the operator installed beside Patchwarden declare them as entry points.

A check is named in the group ``patchwarden.checks``. Only the folders are looked at that packages are installed into:
what lies in the current folder, which may be the repository under review, or on ``PYTHONPATH``, is none. A check is
imported when a review first asks it, inside the time that a check has; what it gives is held against the port
(:mod:`workers.checks.holding`).

Source: https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

import logging
import re
import site
import sys
import sysconfig
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import cast

from bot.model import Applied, Aside, ChangedFile, CheckResult
from bot.policy import Policy
from workers.checks import holding
from workers.checks.base import PORT, BadCheck, Check, Snapshot
from workers.checks.names import NAMES
from workers.processes import stopping
from workers.reading import rule_files

log = logging.getLogger(__name__)

GROUP = "patchwarden.checks"
OLDEST_PORT = 1
"""The oldest version of the port that a check may have been written for."""
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
_TAKEN = frozenset({"own", "snapshot", "policy", "patchwarden"})
"""What findings or gaps of ours begin with beside the names of checks and of the rules' folders."""
_MOST_FAULTS = 3
_LOADING_SECONDS = 60.0
_MOST_AT_ONCE = 4
"""Runs of one check in one process: one that was given up goes on unheard, and no more than these do."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a package says of one check, before any of it is imported."""

    name: str
    package: str
    """Name and version."""
    load: Callable[[], object]
    fault: str = ""
    """Why it cannot be used, as a clause for people; ``""`` where nothing speaks against trying it."""

    @classmethod
    def of(cls, name: str, package: str, load: Callable[[], object], often: int = 1) -> Declared:
        """One of ``often`` that are called like this."""
        return cls(name, package, load, _fault(name, often))

    @property
    def id(self) -> str:
        """The id in the ledger: none that a check of ours may have."""
        return self.name if _NAME.fullmatch(self.name) and not self.fault else f"plug-in {shown(self.name)}"


def shown(text: str) -> str:
    """A name that somebody else chose, on one line and not long."""
    return re.sub(r"[^\w.@+ -]", "?", text, flags=re.ASCII)[:60]


def folders() -> tuple[str, ...]:
    """Where packages are installed for this Python."""
    found = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()]
    if site.ENABLE_USER_SITE:
        found.append(site.getusersitepackages())
    known = {str(Path(entry).resolve()) for entry in sys.path if entry}
    return tuple(path for path in dict.fromkeys(found) if str(Path(path).resolve()) in known)


def declared(among: Iterable[str] | None = None) -> tuple[Declared, ...]:
    """Every check that an installed package declares, by name. ``among`` are the folders that are looked at, else
    :func:`folders`."""
    found = list(_declared(folders() if among is None else among))
    often = Counter(each.name for each in found)
    return tuple(
        each if each.fault else Declared.of(each.name, each.package, each.load, often[each.name])
        for each in sorted(found, key=lambda each: (each.name, each.package))
    )


def _declared(among: Iterable[str]) -> Iterator[Declared]:
    seen = set[str]()
    distributions = list(metadata.distributions(path=list(among)))
    if not any(map(_declares, distributions)):  # their other files are long, and read slowly
        return
    for distribution in distributions:
        name = "a package without a name"
        try:
            name = str(distribution.metadata["Name"])
            if (key := re.sub(r"[-_.]+", "-", name).lower()) in seen:
                continue
            seen.add(key)
            package = shown(f"{name} {distribution.version}")
            for point in distribution.entry_points.select(group=GROUP):
                yield Declared(point.name, package, point.load)
        except Exception as error:  # noqa: BLE001 - what is wrong with one package's files costs that package alone
            if _declares(distribution):
                fault = f"what the package says of itself cannot be read ({type(error).__name__})"
                yield Declared(name, shown(name), _nothing, fault)


def _declares(distribution: metadata.Distribution) -> bool:
    """Whether a package that cannot be read may hold a check. Most are no business of ours."""
    try:
        return GROUP in (distribution.read_text("entry_points.txt") or "")
    except Exception:  # noqa: BLE001 - not even that can be read
        return True


def _nothing() -> object:
    raise BadCheck("there is nothing to import")


def _fault(name: str, often: int) -> str:
    """Ids of rules and gaps of ours begin with the names of our checks and with those of the rules' folders."""
    if not _NAME.fullmatch(name):
        return "its name is not 2 to 40 of a-z, 0-9 and `-`, a letter first"
    if name in NAMES or name in _TAKEN or (rule_files.root() / name).is_dir():
        return f"the name `{name}` is Patchwarden's own"
    return f"{often} checks are called `{name}`: none of them runs" if often > 1 else ""


class Plugin:
    """A declared check as one of ours: imported when it is first asked, and held to the port."""

    def __init__(self, what: Declared) -> None:
        self.what = what
        self.id = what.id
        self._made: Check | None = None
        self._lock = threading.Lock()
        self._running: list[threading.Thread] = []

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        with self._bounded():
            return holding.aside(self._check().aside(file, policy))

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        with self._bounded():
            return holding.rules(self.id, self._check().rules(file))

    def run(self, snapshot: Snapshot) -> CheckResult:
        with self._bounded():
            check = self._check()
            with self._one_more():
                result = check.run(snapshot)
            faults = list(islice(holding.faults(self.id, snapshot, result), _MOST_FAULTS))
            if faults:
                raise BadCheck(f"the plug-in breaks the port: {'; '.join(faults)}")
            return result

    def load(self) -> None:
        """Imports and makes it. Raises :class:`~workers.checks.base.BadCheck`, with what is wrong."""
        with self._bounded():
            self._check()

    def _check(self) -> Check:
        """Tried again after a failure: a worker lives long, and the installation may be whole again."""
        if self.what.fault:
            raise BadCheck(self._said(self.what.fault))
        if not self._lock.acquire(timeout=_LOADING_SECONDS):
            raise BadCheck(self._said("it is still being imported"))
        try:
            if self._made is None:
                self._made = self._make()
            return self._made
        finally:
            self._lock.release()

    def _make(self) -> Check:
        try:
            made = self.what.load()
            if fault := holding.unfit(made, OLDEST_PORT, PORT):
                raise BadCheck(self._said(fault))
            check = cast("Callable[[], Check]", made)()
        except BadCheck:
            raise
        except Exception as error:
            log.exception("the plug-in %s cannot be made", self.id)
            fault = f"it cannot be imported ({type(error).__name__}: {shown(' '.join(str(error).split()))})"
            raise BadCheck(self._said(fault)) from error
        if (named := getattr(check, "id", None)) != self.id:
            fault = f"its id is `{shown(str(named))}`, and its entry point `{self.id}`"
            raise BadCheck(self._said(fault))
        return check

    def _said(self, fault: str) -> str:
        return f"the plug-in of {self.what.package} cannot be used: {fault}"

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        """What would end the thread, and not the check alone, is a fault of the check."""
        try:
            yield
        except (Exception, stopping.Stopped):
            raise
        except BaseException as error:
            raise BadCheck(self._said(f"it ended by {type(error).__name__}")) from error

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        mine = threading.current_thread()
        with self._lock:
            self._running = [thread for thread in self._running if thread.is_alive()]
            if len(self._running) >= _MOST_AT_ONCE:
                raise BadCheck(self._said(f"{_MOST_AT_ONCE} of its runs have not ended"))
            self._running.append(mine)
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(mine)


def plugins(among: Iterable[str] | None = None) -> tuple[Plugin, ...]:
    """A check for each that is declared, usable or not; ``among`` as for :func:`declared`. One that is not usable fails
    alone in each review, and says why. Of several with one name there is one."""
    return tuple({what.id: Plugin(what) for what in declared(among)}.values())


def tried(among: Iterable[Plugin], seconds: float = 20.0) -> Iterator[tuple[Plugin, str]]:
    """Each of them with what is wrong with it, ``""`` where nothing is: for people who look after an installation.
    ``seconds`` is how long one may take to be imported."""
    for plugin in among:
        said: list[str] = []

        def attempt(plugin: Plugin = plugin, said: list[str] = said) -> None:
            try:
                plugin.load()
            except BadCheck as error:
                said.append(str(error))
            else:
                said.append("")

        thread = threading.Thread(target=attempt, name=f"plugin-{plugin.id}", daemon=True)
        thread.start()
        thread.join(seconds)
        yield plugin, said[0] if said else f"its import did not end within {seconds:g} s"
