"""Losses of declared protection: what a framework or library was told, and is not told any more.

Arguments and settings (``verify=True``), entries of lists of what is allowed or denied, headers, flags of cookies,
limits, permissions, marks on fields (``@JsonIgnore``), middleware, patterns and queries. Each is a row of
:mod:`~workers.checks.guards.declarations.declared_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable

from workers.checks.guards.declarations.declared_rows import TABLE
from workers.checks.guards.declarations.losses import named_losses
from workers.checks.guards.model import Compared, Loss, Way


def losses(change: Compared) -> Iterable[Loss]:
    """What the head declares less of than the base, in order of the files and lines."""
    return named_losses(change, TABLE, Way.DECLARES)
