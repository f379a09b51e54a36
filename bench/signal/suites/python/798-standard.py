# CWE-798: passwords and keys in the code.
import os

import jwt
import psycopg2
import pymysql
import redis
import requests
from flask import Flask

app = Flask(__name__)
# == vulnerable: a database
def connect():
    return psycopg2.connect(host="db", user="app", password="Xk29-vdlQ")
# == vulnerable: another database
def connect():
    return pymysql.connect(host="db", user="app", passwd="gr33nP3pper")
# == vulnerable: a cache
def cache():
    return redis.Redis(host="cache", password="wqP7yyLm")
# == vulnerable: a request
def fetch():
    return requests.get("https://example.org", auth=("robot", "j4mm3dT0ast"), timeout=5).text
# == vulnerable: the key of sessions
app.secret_key = "b7f3a0c94d0e"
# == vulnerable: the key of tokens
def token(user):
    return jwt.encode({"sub": user}, "k3yOfT0kens", algorithm="HS256")
# == safe: the environment
def connect():
    return psycopg2.connect(host="db", user="app", password=os.environ["DB_PASSWORD"])
# == safe: a parameter
def connect(password):
    return pymysql.connect(host="db", user="app", passwd=password)
# == safe: a placeholder
def cache():
    return redis.Redis(host="cache", password="<password>")
# == safe: read
def fetch(secrets):
    return requests.get("https://example.org", auth=("robot", secrets["robot"]), timeout=5).text
# == safe: the key from the environment
app.secret_key = os.environ["SECRET_KEY"]
# == safe: a field of a form
def form():
    return Field(name="password", label="Password", kind="password")
