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
# == vulnerable: peewee, an expression
@app.get("/find")
def find():
    return str(list(Person.select().where(peewee.SQL("name = '%s'" % request.args["name"]))))
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
