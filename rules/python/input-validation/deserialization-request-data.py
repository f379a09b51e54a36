import base64
import hmac
import json
import pickle

import yaml
from flask import Flask, abort, request

app = Flask(__name__)


@app.route("/state", methods=["POST"])
def state():
    # ruleid: python.deserialization.request-data
    restored = pickle.loads(base64.b64decode(request.cookies["state"]))
    # ruleid: python.deserialization.request-data
    restored = yaml.load(request.data, Loader=yaml.Loader)
    # ruleid: python.deserialization.request-data
    restored = yaml.load(request.data, Loader=yaml.FullLoader)
    # ok: python.deserialization.request-data
    restored = yaml.load(request.data, Loader=yaml.SafeLoader)
    # ok: python.deserialization.request-data
    restored = yaml.safe_load(request.data)
    # ok: python.deserialization.request-data
    restored = json.loads(request.data)
    return restored


@app.route("/signed", methods=["POST"])
def signed():
    body = request.get_data()
    if not hmac.compare_digest(sign(body), request.headers["X-Signature"]):
        abort(403)
    # ok: python.deserialization.request-data
    return pickle.loads(body)


def cached(request):
    with open("cache.bin", "rb") as stream:
        # ok: python.deserialization.request-data
        known = pickle.load(stream)
    # ruleid: python.deserialization.request-data
    return known, pickle.loads(request.body)
