# CWE-290: who the caller is, by what the caller says.
from flask import Flask, abort, request

app = Flask(__name__)
# == vulnerable: the name of the host
@app.get("/admin")
def admin():
    if not request.host.startswith("127.0.0.1"):
        abort(403)
    return ""
# == vulnerable: a header of a proxy
@app.get("/admin")
def admin():
    if request.headers.get("X-Forwarded-For") != "127.0.0.1":
        abort(403)
    return ""
# == vulnerable: through a variable
@app.get("/admin")
def admin():
    address = request.headers["X-Real-IP"]
    if address in ("127.0.0.1", "::1"):
        return "local"
    abort(403)
# == safe: the connection
@app.get("/admin")
def admin():
    if request.remote_addr != "127.0.0.1":
        abort(403)
    return ""
# == safe: a site among several
@app.get("/")
def index():
    return "shop" if request.host == "shop.example.org" else "home"
# == safe: a setting
def is_local():
    return app.config["HOST"] == "localhost"
