import hashlib
import hmac

from flask import Flask, current_app, request

app = Flask(__name__)
TYPE_TOKEN = "token"


@app.route("/hook", methods=["POST"])
def hook():
    # ruleid: python.auth.timing-compare
    if request.headers.get("X-Token") != current_app.config["HOOK_TOKEN"]:
        return "", 403
    mac = hmac.new(b"k", request.data, hashlib.sha256).hexdigest()
    # ruleid: python.auth.timing-compare
    if mac == request.headers["X-Signature"]:
        return "ok"
    # ok: python.auth.timing-compare
    if hmac.compare_digest(mac, request.headers["X-Signature"]):
        return "ok"
    # ok: python.auth.timing-compare
    if request.headers.get("X-Token") is None:
        return "", 401
    # ok: python.auth.timing-compare
    if request.args.get("token_type") == "bearer":
        return ""
    return "", 403


def parse(token, settings, given):
    # ok: python.auth.timing-compare
    if token.type == TYPE_TOKEN_NAME:
        return token
    # ok: python.auth.timing-compare
    if settings.SECRET_TOKEN == "":
        return None
    # ruleid: python.auth.timing-compare
    return given == settings.API_TOKEN
