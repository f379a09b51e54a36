# CWE-89 without a client in sight: a function's argument in a statement.
import sqlite3

from sqlalchemy import text
# == vulnerable: a field
def load(cursor, user):
    cursor.execute("SELECT * FROM post WHERE author = '%s' AND state = '%s'" % (user.name, "new"))
