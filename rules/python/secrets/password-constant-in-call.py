import os

import psycopg2
import requests


def connect(secrets):
    # ruleid: python.password.constant-in-call
    first = psycopg2.connect(host="db", user="app", password="tr0ub4dor&3")
    # ruleid: python.password.constant-in-call
    requests.get("https://example.org/", auth=("admin", "Hj7-kkW2"), timeout=5)
    # ok: python.password.constant-in-call
    second = psycopg2.connect(host="db", user="app", password=os.environ["DB_PASSWORD"])
    # ok: python.password.constant-in-call
    third = psycopg2.connect(host="db", user="app", password="<your password>")
    # ok: python.password.constant-in-call
    requests.get("https://example.org/", auth=("admin", secrets["admin"]), timeout=5)
    return first, second, third
