"""Alembic reads these files itself: nothing imports them."""
