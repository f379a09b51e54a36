def listed(cursor, name, table, column, rows):
    # ruleid: python.sql.built-text
    query = "SELECT id FROM users WHERE name = '%s'" % name
    cursor.execute(query)
    # ruleid: python.sql.built-text
    cursor.execute("DELETE FROM users WHERE name = '{}'".format(name))
    # ruleid: python.sql.built-text
    cursor.execute("UPDATE users SET seen = 1 WHERE name = '" + name + "'")
    # ruleid: python.sql.built-text
    cursor.execute(f"INSERT INTO {table} VALUES (1)")
    # ruleid: python.sql.built-text
    text = f"select {column} from users"
    # ok: python.sql.built-text
    cursor.execute("SELECT id FROM users WHERE name = %s", (name,))
    # ok: python.sql.built-text
    cursor.execute("SELECT id " + "FROM users")
    # ok: python.sql.built-text
    print(f"Select {name} from the list")
    # ok: python.sql.built-text
    print("Please select %s" % name)
    return text
