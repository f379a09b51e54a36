# CWE-470: a stranger names what is called.
from flask import Flask, abort, request

app = Flask(__name__)
# == vulnerable: a method
@app.post("/do")
def do():
    return str(getattr(app.machine, request.form["action"])())
# == vulnerable: an attribute is set
@app.post("/set")
def put():
    setattr(app.machine, request.form["name"], request.form["value"])
    return ""
# == vulnerable: a function of this file
@app.post("/call")
def call():
    return str(globals()[request.form["name"]]())
# == safe: behind a prefix
@app.post("/do")
def do():
    return str(getattr(app.machine, "do_" + request.form["action"])())
# == safe: one of a few
@app.post("/do")
def do():
    action = request.form["action"]
    if action not in {"start", "stop"}:
        abort(400)
    return str(getattr(app.machine, action)())
# == safe: the value is the stranger's
@app.post("/set")
def put():
    setattr(app.machine, "speed", request.form["value"])
    return ""
