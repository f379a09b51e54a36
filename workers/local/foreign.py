"""Reports of other scanners that whoever reviews on this machine has at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.model import Change
from bot.reports import sarif
from bot.reports.model import Report
from bot.reports.sarif import BadReport as BadReport  # what read() raises stands beside it
from workers.checks.reported import Given


@dataclass(frozen=True, slots=True)
class Here:
    """The reports of some files."""

    reports: tuple[Report, ...] = ()
    commits: tuple[frozenset[str], ...] = ()
    """What each run that says it is of: any of these commits."""

    def of(self, change: Change) -> Given:
        del change
        return Given(self.reports, remedy=": give it with `--add-sarif`", counted=True)

    def told(self, change: Change, paths: Mapping[str, tuple[str, ...]]) -> None:
        """Nothing is remembered: the next review is given its own."""
        del change, paths


def read(files: Iterable[Path]) -> Here:
    """Raises :class:`~bot.reports.sarif.BadReport`, which names the file."""
    found: dict[str, Report] = {}
    named: list[frozenset[str]] = []
    for path in files:
        try:
            with path.open("rb") as file:
                document = sarif.unpacked(file.read(sarif.LARGEST + 1))
            named += sarif.commits(document)
            for report in sarif.read(document):
                found[report.key] = sarif.joined(found[report.key], report) if report.key in found else report
        except OSError as error:
            raise BadReport(f"{path} cannot be read: {error.strerror}") from None
        except BadReport as error:
            raise BadReport(f"{path} cannot be used: {error}") from None
    return Here(tuple(found[key] for key in sorted(found)), tuple(named))
