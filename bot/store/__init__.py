"""What outlives a review: its history, people's decisions, and what became of what we told them.

The host stays the truth about what is posted, and its answers carry the decisions: losing this store loses the history,
and what ``patchwarden decisions rebuild`` cannot read back (revocations and imports by the command line).
"""

from bot.store.port import Audit, Known, Recorded, Store, StoreDown, TakenBack
from bot.store.sql import SqlStore
from bot.store.tables import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Audit", "Known", "Recorded", "SqlStore", "Store", "StoreDown", "TakenBack"]
