"""Losses of protection by effect: what protected by happening, and does not happen any more.

Sessions that were renewed, tokens that were revoked, headers that were deleted, secrets that were masked, lookups that
were narrowed to their owner, locks, counters, entries of the security log. Each is a row of
:mod:`~workers.checks.guards.declarations.effect_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable

from workers.checks.guards.declarations.effect_rows import TABLE
from workers.checks.guards.declarations.losses import named_losses
from workers.checks.guards.model import Compared, Loss, Way


def losses(change: Compared) -> Iterable[Loss]:
    """What the head does not do any more, in order of the files and lines."""
    return named_losses(change, TABLE, Way.ACTS)
