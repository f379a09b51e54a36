# CWE-89 without a client in sight: a function's argument in a statement.
import sqlite3

from sqlalchemy import text
# == vulnerable: an f-string
def find(connection, name):
    return connection.execute(f"SELECT id FROM person WHERE name = '{name}'").fetchall()
# == vulnerable: a percent sign
def find(cursor, name):
    cursor.execute("SELECT id FROM person WHERE name = '%s'" % name)
    return cursor.fetchall()
# == vulnerable: joined
def remove(cursor, user):
    cursor.execute("DELETE FROM session WHERE user = '" + user + "'")
# == vulnerable: formatted, then run
def rename(cursor, old, new):
    statement = "UPDATE person SET name = '{}' WHERE name = '{}'".format(new, old)
    cursor.execute(statement)
# == vulnerable: a field
def load(cursor, user):
    cursor.execute("SELECT * FROM post WHERE author = '%s' AND state = '%s'" % (user.name, "new"))
# == vulnerable: SQLAlchemy
def find(session, mail):
    return session.execute(text(f"SELECT id FROM person WHERE mail LIKE '%{mail}%'")).all()
# == vulnerable: a list quoted by hand
def many(cursor, names):
    quoted = "','".join(names)
    cursor.execute(f"SELECT id FROM person WHERE name IN ('{quoted}')")
# == safe: a parameter
def find(connection, name):
    return connection.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchall()
# == safe: marks for a list
def many(cursor, names):
    marks = ",".join("?" for _ in names)
    cursor.execute(f"SELECT id FROM person WHERE name IN ({marks})", names)
# == safe: a number
def page(cursor, number):
    cursor.execute("SELECT id FROM person WHERE page = %d" % number)
# == safe: a typed number
def one(cursor, number: int):
    cursor.execute(f"SELECT id FROM person WHERE id = {number}")
# == safe: the table comes from the code
def count(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")
# == safe: bound text
def find(session, mail):
    return session.execute(text("SELECT id FROM person WHERE mail = :mail"), {"mail": mail}).all()
# == safe: a message that is no statement
def report(log, user):
    log.execute(f"user {user} was here")
