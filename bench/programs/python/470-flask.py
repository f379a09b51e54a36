# CWE-470: a stranger names what is called.
from flask import Flask, abort, request

app = Flask(__name__)
# == vulnerable: a function of this file
@app.post("/call")
def call():
    return str(globals()[request.form["name"]]())
