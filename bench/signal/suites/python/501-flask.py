# CWE-501: a stranger's value is kept where only trusted ones belong: the session.
import html

import flask
from flask import Flask, request, session

app = Flask(__name__)
# == each: a value of the session
@app.route("/keep")
def keep():
    param = request.args.get("name", "")
    value = FLOW(param)
    session["user"] = value
    return ""
# == each: a key of the session
@app.post("/keep")
def keep():
    param = request.form["name"]
    value = FLOW(param)
    session[value] = "1"
    return ""
# == vulnerable: update
@app.post("/update")
def update():
    session.update({"role": request.form["role"]})
    return ""
# == vulnerable: setdefault, by the module
@app.post("/default")
def default():
    flask.session.setdefault("role", request.cookies["role"])
    return ""
# == vulnerable: the header of a proxy that anybody can send
@app.get("/header")
def header():
    session["user"] = request.headers["X-User"]
    return ""
# == vulnerable: Django
def keep(request):
    request.session["user"] = request.POST["user"]
# == safe: the account that was checked
@app.post("/login")
def login():
    account = authenticate(request.form["user"], request.form["password"])
    if account is None:
        return "", 403
    session["user"] = account.id
    return ""
# == safe: a constant
@app.post("/flag")
def flag():
    session["seen"] = True
    return request.form["name"]
# == safe: one of a few
@app.post("/language")
def language():
    wanted = request.form["language"]
    session["language"] = wanted if wanted in ("de", "en") else "en"
    return ""
# == safe: a number
@app.post("/page")
def page():
    session["page"] = int(request.form["page"])
    return ""
# == safe: a dictionary that is no session
@app.post("/local")
def local():
    kept = {}
    kept["name"] = request.form["name"]
    return html.escape(kept["name"])
# == safe: read only
@app.get("/read")
def read():
    return html.escape(session.get(request.args["key"], ""))
