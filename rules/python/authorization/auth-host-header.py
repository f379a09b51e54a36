import django.http
from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/admin")
def admin():
    # ruleid: python.auth.host-header
    if request.host not in ("localhost:8000", "127.0.0.1:8000"):
        abort(403)
    # ruleid: python.auth.host-header
    if request.headers.get("X-Forwarded-For") == "127.0.0.1":
        return "local"
    # ok: python.auth.host-header
    if request.remote_addr != "127.0.0.1":
        abort(403)
    # ok: python.auth.host-header
    if request.environ.get("REMOTE_ADDR", "") not in ("127.0.0.1", "::1"):
        abort(403)
    # ok: python.auth.host-header
    if request.host == "www.example.org":
        return "here"
    return ""


def dashboard(request: django.http.HttpRequest):
    # ruleid: python.auth.host-header
    if request.META.get("HTTP_X_FORWARDED_FOR") == "127.0.0.1":
        return "local"
    return ""
