import sqlite3

import sqlalchemy
from django.db import connection
from django.db.models.expressions import RawSQL
from fastapi import FastAPI
from flask import Flask, request
from sqlalchemy import text

app = Flask(__name__)
api = FastAPI()
COLUMNS = {"name": "u.name", "age": "u.age"}


@app.route("/users")
def users():
    name = request.args.get("name")
    con = sqlite3.connect("users.db")
    cur = con.cursor()
    # ruleid: python.sql.injection
    cur.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: python.sql.injection
    cur.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: python.sql.injection
    con.cursor().execute("SELECT * FROM users WHERE name = '%s'" % name)
    query = "DELETE FROM users WHERE name = '{}'".format(request.form["name"])
    # ruleid: python.sql.injection
    cur.executescript(query)
    # ok: python.sql.injection
    cur.execute("SELECT * FROM users WHERE name = ?", (name,))
    # ok: python.sql.injection
    cur.execute("SELECT * FROM users WHERE name = %(name)s", {"name": name})
    # ok: python.sql.injection
    cur.execute("SELECT * FROM users ORDER BY " + COLUMNS[request.args["sort"]])
    limit = int(request.args["limit"])
    # ok: python.sql.injection
    cur.execute(f"SELECT * FROM users LIMIT {limit}")
    marks = ",".join("?" * len(request.args.getlist("id")))
    # ok: python.sql.injection
    cur.execute(f"SELECT * FROM users WHERE id IN ({marks})", request.args.getlist("id"))


@app.route("/sorted")
def sorted_users(db):
    order = request.args.get("order", "asc")
    if order not in ("asc", "desc"):
        order = "asc"
    # ok: python.sql.injection
    return db.execute("SELECT * FROM users ORDER BY name " + order)


@api.get("/items/{item_id}")
async def item(item_id: int, owner: str, session):
    # ruleid: python.sql.injection
    await session.execute(text("SELECT * FROM items WHERE owner = '" + owner + "'"))
    # ok: python.sql.injection
    await session.execute(text("SELECT * FROM items WHERE owner = :owner"), {"owner": owner})
    # ok: python.sql.injection
    await session.execute(text(f"SELECT * FROM items WHERE id = {item_id}"))
    # ok: python.sql.injection
    await session.execute(sqlalchemy.select(Item).where(Item.owner == owner))


def report(request):
    term = request.GET["q"]
    # ruleid: python.sql.injection
    Book.objects.raw("SELECT * FROM book WHERE title LIKE '%" + term + "%'")
    # ruleid: python.sql.injection
    Book.objects.annotate(rank=RawSQL("similarity(title, '%s')" % term, []))
    # ruleid: python.sql.injection
    Book.objects.extra(where=["title = '" + term + "'"])
    # ok: python.sql.injection
    Book.objects.raw("SELECT * FROM book WHERE title = %s", [term])
    # ok: python.sql.injection
    Book.objects.extra(where=["title = %s"], params=[term])
    # ok: python.sql.injection
    Book.objects.filter(title__contains=term)
    with connection.cursor() as cursor:
        # ruleid: python.sql.injection
        cursor.execute("UPDATE book SET seen = 1 WHERE title = '%s'" % term)
    # ok: python.sql.injection
    schema.execute(request.body)
