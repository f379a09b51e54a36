"""What other scanners have handed in of a change, for the check that tells it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model import Change
from bot.uploads.kept import KeptReports
from workers.checks.reported import Given


class HandedIn:
    """The reports that the CI has handed in; see :class:`workers.checks.reported.Reports`."""

    def __init__(self, kept: KeptReports) -> None:
        self._kept = kept

    def of(self, change: Change) -> Given:
        host, repository = change.ref.host, change.ref.repository
        return Given(
            head=self._kept.of(host, repository, change.head),
            base=self._kept.of(host, repository, change.merge_base),
            awaited=self._kept.awaited(change.ref),
        )

    def told(self, change: Change, paths: Mapping[str, tuple[str, ...]]) -> None:
        self._kept.told(change.ref, paths)
