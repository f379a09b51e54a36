"""What outlives a review: its history, people's decisions, and what became of what we told them.

The host stays the truth about what is posted, and its answers carry the decisions: losing this store loses the history,
and what ``patchwarden decisions rebuild`` cannot read back (revocations and imports by the command line).

Who only names a store imports no SQLAlchemy: the store on SQLite and PostgreSQL is :mod:`bot.store.sql`.
"""

from bot.store.port import Audit, Known, Lines, Recorded, Store, StoreDown, TakenBack

__all__ = ["Audit", "Known", "Lines", "Recorded", "Store", "StoreDown", "TakenBack"]
