"""The steps from one schema to the next: one module each in ``versions/``, in Alembic's form.

A new one copies the shape of the newest and names it as ``down_revision``; :data:`bot.store.tables.REVISION` names the
new one. Tests compare what all of them make with the tables, on SQLite and PostgreSQL.
"""
