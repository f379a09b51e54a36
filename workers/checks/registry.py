"""The checks that a review runs, in the order of its findings and pages. A new check of ours is one line in
the table here, and one in ``names``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.model import Applied, Aside, ChangedFile, CheckResult
from bot.policy import Policy
from workers.checks import plugins
from workers.checks.base import BadCheck, Check, Snapshot
from workers.checks.semgrep import Semgrep
from workers.engine.cache import AnswerCache
from workers.engine.scanner import Scanner

if TYPE_CHECKING:
    from workers.checks.reported import Reports

log = logging.getLogger(__name__)


def default_checks(
    *,
    cache_dir: Path | None,
    cache: AnswerCache | None = None,
    osv: Path | None = None,
    rules: Path | None = None,
    reports: Reports | None = None,
) -> tuple[Check, ...]:
    """All checks, for any number of reviews; see :func:`in_turn`."""
    return tuple(in_turn(cache_dir=cache_dir, cache=cache, osv=osv, rules=rules, reports=reports))


def in_turn(
    *,
    cache_dir: Path | None,
    cache: AnswerCache | None = None,
    osv: Path | None = None,
    rules: Path | None = None,
    reports: Reports | None = None,
) -> Iterator[Check]:
    """All checks for one review, each made when it is asked for: ours, then those of installed packages.

    ``cache_dir`` keeps compiled rules (and, without a ``cache``, the engine's answers) between runs; ``osv`` are OSV
    records of known vulnerabilities; ``rules`` is the operator's folder (or file) of semgrep rules;
    ``reports`` is where those of other scanners come from, if from anywhere.
    """
    scanner = Scanner(folder=cache_dir, cache=cache)
    yield Semgrep(scanner)
    # Imported only now: the engine works in a process of its own meanwhile, and a local review starts sooner.
    import_module("workers.engine.across")
    table: Mapping[str, Callable[[], Check]] = {
        "own": lambda: import_module("workers.checks.own").Own(scanner, rules),
        "guards": lambda: import_module("workers.checks.guards").Guards(),
        "secrets": lambda: import_module("workers.checks.secrets").Secrets(),
        "workflows": lambda: import_module("workers.checks.workflows").Workflows(),
        "dependencies": lambda: import_module("workers.checks.dependencies").Dependencies(osv=osv, cache_dir=cache_dir),
        "configuration": lambda: import_module("workers.checks.configuration").Configuration(),
        "templates": lambda: import_module("workers.checks.templates").Templates(),
        "licensing": lambda: import_module("workers.checks.licensing").Licensing(),
        "integrity": lambda: import_module("workers.checks.integrity").Integrity(),
    }
    for name, make in table.items():
        yield _made(name, make)
    if reports is not None:
        yield _made("reported", lambda: import_module("workers.checks.reported").Reported(reports))
    yield from installed()


def installed() -> tuple[Check, ...]:
    """What installed packages add, or one check in their place that fails alone."""
    try:
        return plugins.plugins()
    except Exception:
        log.exception("the checks of installed packages cannot be found")
        return (_Unmade("plug-ins", _none_found),)


def _none_found() -> Check:
    raise BadCheck("which checks are installed beside Patchwarden cannot be found")


def _made(name: str, make: Callable[[], Check]) -> Check:
    """The check, or one in its place that fails alone: the rest of the review stands."""
    try:
        return make()
    except Exception:
        log.exception("the check %s cannot be made", name)
        return _Unmade(name, make)


class _Unmade:
    """Stands for a check that could not be imported or made: whatever it is asked, it tries that again first. A worker
    lives long, and the installation may be whole again."""

    def __init__(self, id_: str, make: Callable[[], Check]) -> None:
        self.id = id_
        self._make = make

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        return self._make().aside(file, policy)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return self._make().rules(file)

    def run(self, snapshot: Snapshot) -> CheckResult:
        return self._make().run(snapshot)
