# CWE-89 in the other drivers and mappers, from a request.
import aiomysql
import asyncpg
import MySQLdb
import peewee
import psycopg
import psycopg2
import pymssql
import pymysql
from fastapi import FastAPI
from flask import Flask, request
from psycopg2 import sql

app = Flask(__name__)
api = FastAPI()
# == vulnerable: psycopg2
@app.get("/find")
def find():
    cur = psycopg2.connect("").cursor()
    cur.execute("SELECT id FROM person WHERE name = '%s'" % request.args["name"])
    return str(cur.fetchall())
# == vulnerable: psycopg
@app.get("/find")
def find():
    with psycopg.connect("") as conn:
        return str(conn.execute(f"SELECT id FROM person WHERE name = '{request.args['name']}'").fetchall())
# == vulnerable: MySQLdb
@app.get("/find")
def find():
    c = MySQLdb.connect().cursor()
    c.execute("SELECT id FROM person WHERE name = '" + request.args["name"] + "'")
    return str(c.fetchall())
# == vulnerable: PyMySQL
@app.get("/sorted")
def ordered():
    with pymysql.connect().cursor() as cursor:
        cursor.execute("SELECT id FROM person ORDER BY {}".format(request.args["column"]))
        return str(cursor.fetchall())
# == vulnerable: pymssql
@app.get("/find")
def find():
    cursor = pymssql.connect().cursor()
    cursor.executemany("INSERT INTO t VALUES ('" + request.args["v"] + "', %s)", [(1,)])
    return ""
# == vulnerable: asyncpg
@api.get("/find")
async def find(name: str):
    conn = await asyncpg.connect()
    return await conn.fetch(f"SELECT id FROM person WHERE name = '{name}'")
# == vulnerable: aiomysql
@api.get("/find")
async def find(name: str):
    conn = await aiomysql.connect()
    cur = await conn.cursor()
    await cur.execute("SELECT id FROM person WHERE name = '%s'" % name)
    return await cur.fetchall()
# == vulnerable: peewee
@app.get("/find")
def find():
    return str(list(Person.raw("SELECT * FROM person WHERE name = '" + request.args["name"] + "'")))
# == vulnerable: peewee, an expression
@app.get("/find")
def find():
    return str(list(Person.select().where(peewee.SQL("name = '%s'" % request.args["name"]))))
# == safe: psycopg2 with a parameter
@app.get("/find")
def find():
    cur = psycopg2.connect("").cursor()
    cur.execute("SELECT id FROM person WHERE name = %s", (request.args["name"],))
    return str(cur.fetchall())
# == safe: psycopg2 composes
@app.get("/sorted")
def ordered():
    cur = psycopg2.connect("").cursor()
    cur.execute(sql.SQL("SELECT id FROM person ORDER BY {}").format(sql.Identifier(request.args["column"])))
    return str(cur.fetchall())
# == safe: asyncpg with a parameter
@api.get("/find")
async def find(name: str):
    conn = await asyncpg.connect()
    return await conn.fetch("SELECT id FROM person WHERE name = $1", name)
# == safe: a number
@api.get("/find")
async def find(number: int):
    conn = await asyncpg.connect()
    return await conn.fetch(f"SELECT id FROM person WHERE id = {number}")
# == safe: a column of a few
@app.get("/sorted")
def ordered():
    column = request.args["column"]
    if column not in ("name", "mail"):
        column = "name"
    with pymysql.connect().cursor() as cursor:
        cursor.execute("SELECT id FROM person ORDER BY {}".format(column))
        return str(cursor.fetchall())
# == safe: peewee with a parameter
@app.get("/find")
def find():
    return str(list(Person.raw("SELECT * FROM person WHERE name = ?", request.args["name"])))
