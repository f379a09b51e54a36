"""The lines that make a configuration unsafe, by the kind of file they stand in. A part of the configuration check.

One row is one rule: where it holds, what the line looks like, and what it means. Sources are the programs' own manuals.
"""

from __future__ import annotations

from workers.checks.unsafe_settings import clusters, commands, containers, servers
from workers.checks.unsafe_settings.model import KINDS, Setting

__all__ = ["KINDS", "SETTINGS", "Setting"]

SETTINGS = (*containers.ROWS, *clusters.ROWS, *commands.ROWS, *servers.ROWS)
