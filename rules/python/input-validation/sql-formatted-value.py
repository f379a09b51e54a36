import sqlite3

from sqlalchemy import text


def find(connection, name, user, limit):
    # ruleid: python.sql.formatted-value
    connection.execute(f"SELECT id FROM person WHERE name = '{name}'")
    statement = "DELETE FROM person WHERE mail = '%s'" % user.mail
    # ruleid: python.sql.formatted-value
    connection.execute(statement)
    # ruleid: python.sql.formatted-value
    connection.execute(text("UPDATE person SET name = '" + name + "'"))
    # ok: python.sql.formatted-value
    connection.execute("SELECT id FROM person WHERE name = ?", (name,))
    # ok: python.sql.formatted-value
    connection.execute("SELECT id FROM person LIMIT %d" % limit)
    # ok: python.sql.formatted-value
    connection.execute(f"SELECT id FROM person WHERE age > {int(name)}")


def among(connection, rows):
    names = "','".join(row[1] for row in rows)
    # ruleid: python.sql.formatted-value
    connection.execute(f"SELECT id FROM person WHERE name IN ('{names}')")
    marks = ",".join("?" for _ in rows)
    # ok: python.sql.formatted-value
    connection.execute(f"SELECT id FROM person WHERE name IN ({marks})", rows)


def count(connection, table_name, placeholders, values):
    # ok: python.sql.formatted-value
    connection.execute(f"SELECT count(*) FROM {table_name}")
    # ok: python.sql.formatted-value
    connection.execute(f"SELECT count(*) FROM person WHERE id IN ({placeholders})", values)
