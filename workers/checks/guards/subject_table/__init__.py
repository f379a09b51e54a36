"""The table of what protections are about, in the order in which equals are decided."""

from __future__ import annotations

from bot.model import Area, Severity
from workers.checks.guards.subject_table.access import ACCESS
from workers.checks.guards.subject_table.data import DATA
from workers.checks.guards.subject_table.row import Subject
from workers.checks.guards.subject_table.secrets import SECRETS
from workers.checks.guards.subject_table.work import WORK

__all__ = ["LAST_RESORT", "SUBJECTS", "Subject"]

SUBJECTS = (*ACCESS, *SECRETS, *WORK, *DATA)
LAST_RESORT = Subject(
    "validation",
    20,
    Severity.MEDIUM,
    Area.INPUT_VALIDATION,
    "A check",
    "What refuses the bad input now?",
    "Keep the check, or show where the input is checked before it gets here.",
)
"""What no row knows."""
