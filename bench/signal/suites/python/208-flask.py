# CWE-208: a secret is compared letter by letter.
import hashlib
import hmac
import os

from flask import Flask, abort, request

app = Flask(__name__)
API_TOKEN = os.environ["API_TOKEN"]
# == vulnerable: a signature
@app.post("/hook")
def hook():
    expected = hmac.new(app.key, request.data, hashlib.sha256).hexdigest()
    if expected != request.headers["X-Signature"]:
        abort(403)
    return ""
# == vulnerable: a token
@app.get("/data")
def data():
    if request.headers.get("X-Api-Token") != API_TOKEN:
        abort(403)
    return ""
# == vulnerable: a setting
@app.get("/admin")
def admin():
    if request.args["token"] == app.config["ADMIN_TOKEN"]:
        return "hello"
    abort(403)
# == safe: in constant time
@app.post("/hook")
def hook():
    expected = hmac.new(app.key, request.data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Signature"]):
        abort(403)
    return ""
# == safe: asked whether there is one
@app.get("/data")
def data():
    if request.headers.get("X-Api-Token") is None:
        abort(401)
    return ""
# == safe: no secret
@app.get("/page")
def page():
    return "one" if request.args["page"] == app.config["FIRST_PAGE"] else "other"
# == safe: two digests of files
def same(first, second):
    return hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
