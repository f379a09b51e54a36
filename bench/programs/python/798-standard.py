# CWE-798: passwords and keys in the code.
import os

import jwt
import psycopg2
import pymysql
import redis
import requests
from flask import Flask

app = Flask(__name__)
# == vulnerable: another database
def connect():
    return pymysql.connect(host="db", user="app", passwd="gr33nP3pper")
