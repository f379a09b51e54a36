# CWE-117: a stranger writes lines into the log.
import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)
# == vulnerable: an argument of the call
@app.post("/login")
def login():
    log.info("login of %s", request.form["user"])
    return ""
# == vulnerable: an f-string
@app.post("/login")
def login():
    log.warning(f"login of {request.form['user']} failed")
    return ""
# == vulnerable: joined
@app.get("/find")
def find():
    name = request.args.get("name", "")
    app.logger.error("not found: " + name)
    return ""
# == safe: repr
@app.post("/login")
def login():
    log.info("login of %r", request.form["user"])
    return ""
# == safe: a number
@app.get("/page")
def page():
    log.info("page %d", int(request.args["page"]))
    return ""
# == safe: line breaks taken out
@app.get("/find")
def find():
    name = request.args["name"].replace("\n", " ")
    log.error("not found: %s", name)
    return ""
# == safe: no value
@app.post("/done")
def done():
    log.info("done")
    return request.form["user"]
