# CWE-89: SQL made of text. The standard library's sqlite3 and other DB-API drivers.
import sqlite3

import psycopg2
from flask import Flask, request

app = Flask(__name__)
# == each: execute of a joined text
@app.route("/find")
def find():
    param = request.args.get("name", "")
    value = FLOW(param)
    connection = sqlite3.connect("app.db")
    rows = connection.execute("SELECT id FROM person WHERE name = '" + value + "'").fetchall()
    return str(rows)
# == each: a cursor and an f-string
@app.post("/find")
def find():
    param = request.form["name"]
    value = FLOW(param)
    cursor = sqlite3.connect("app.db").cursor()
    cursor.execute(f"SELECT id FROM person WHERE name = '{value}'")
    return str(cursor.fetchone())
# == vulnerable: percent
@app.get("/percent")
def percent():
    cursor = psycopg2.connect("dbname=app").cursor()
    cursor.execute("DELETE FROM person WHERE id = %s" % request.args["id"])
    return ""
# == vulnerable: format, built in steps
@app.get("/steps")
def steps():
    sql = "SELECT * FROM person"
    if "city" in request.args:
        sql += " WHERE city = '{}'".format(request.args["city"])
    return str(sqlite3.connect("app.db").execute(sql).fetchall())
# == vulnerable: the column of an order
@app.get("/order")
def order():
    column = request.args.get("sort", "id")
    return str(sqlite3.connect("app.db").execute("SELECT * FROM person ORDER BY " + column).fetchall())
# == vulnerable: a script
@app.post("/script")
def script():
    sqlite3.connect("app.db").executescript(f"UPDATE person SET name = '{request.form['name']}'")
    return ""
# == vulnerable: a header
@app.get("/agent")
def agent():
    cursor = sqlite3.connect("app.db").cursor()
    cursor.execute("INSERT INTO visit VALUES ('" + request.headers["User-Agent"] + "')")
    return ""
# == vulnerable: a list joined for IN
@app.get("/many")
def many():
    names = ",".join(f"'{name}'" for name in request.args.getlist("name"))
    return str(sqlite3.connect("app.db").execute(f"SELECT id FROM person WHERE name IN ({names})").fetchall())
# == safe: a parameter
@app.get("/parameter")
def parameter():
    return str(sqlite3.connect("app.db").execute("SELECT id FROM person WHERE name = ?", (request.args["name"],)).fetchall())
# == safe: a named parameter
@app.get("/named")
def named():
    cursor = sqlite3.connect("app.db").cursor()
    cursor.execute("SELECT id FROM person WHERE name = :name", {"name": request.args["name"]})
    return str(cursor.fetchall())
# == safe: question marks joined for IN
@app.get("/many")
def many():
    names = request.args.getlist("name")
    marks = ",".join("?" for _ in names)
    return str(sqlite3.connect("app.db").execute(f"SELECT id FROM person WHERE name IN ({marks})", names).fetchall())
# == safe: an allowed column
@app.get("/order")
def order():
    column = request.args.get("sort", "id")
    if column not in ("id", "name"):
        column = "id"
    return str(sqlite3.connect("app.db").execute("SELECT * FROM person ORDER BY " + column).fetchall())
# == safe: a constant table name
TABLE = "person"


@app.get("/constant")
def constant():
    return str(sqlite3.connect("app.db").execute(f"SELECT * FROM {TABLE} WHERE id = ?", (request.args["id"],)).fetchall())
# == safe: a number
@app.get("/number")
def number():
    wanted = int(request.args["id"])
    return str(sqlite3.connect("app.db").execute(f"SELECT * FROM person WHERE id = {wanted}").fetchall())
# == safe: a typed part of the address
@app.get("/person/<int:wanted>")
def person(wanted):
    return str(sqlite3.connect("app.db").execute("SELECT * FROM person WHERE id = " + str(wanted)).fetchall())
