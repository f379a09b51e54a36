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
# == vulnerable: format, built in steps
@app.get("/steps")
def steps():
    sql = "SELECT * FROM person"
    if "city" in request.args:
        sql += " WHERE city = '{}'".format(request.args["city"])
    return str(sqlite3.connect("app.db").execute(sql).fetchall())
# == vulnerable: a list joined for IN
@app.get("/many")
def many():
    names = ",".join(f"'{name}'" for name in request.args.getlist("name"))
    return str(sqlite3.connect("app.db").execute(f"SELECT id FROM person WHERE name IN ({names})").fetchall())
# == safe: a typed part of the address
@app.get("/person/<int:wanted>")
def person(wanted):
    return str(sqlite3.connect("app.db").execute("SELECT * FROM person WHERE id = " + str(wanted)).fetchall())
