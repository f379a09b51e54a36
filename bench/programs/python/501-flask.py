# CWE-501: a stranger's value is kept where only trusted ones belong: the session.
import html

import flask
from flask import Flask, request, session

app = Flask(__name__)
# == vulnerable: setdefault, by the module
@app.post("/default")
def default():
    flask.session.setdefault("role", request.cookies["role"])
    return ""
# == safe: the account that was checked
@app.post("/login")
def login():
    account = authenticate(request.form["user"], request.form["password"])
    if account is None:
        return "", 403
    session["user"] = account.id
    return ""
