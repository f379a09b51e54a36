# CWE-502: objects made of a stranger's bytes.
import base64
import json
import marshal
import pickle
import shelve

import dill
import jsonpickle
import yaml
from flask import Flask, request

app = Flask(__name__)
# == each: pickle
@app.route("/load")
def load():
    param = request.args.get("data", "")
    value = FLOW(param)
    return str(pickle.loads(base64.urlsafe_b64decode(value)))
# == each: PyYAML with an unsafe loader
@app.post("/load")
def load():
    param = request.form["data"]
    value = FLOW(param)
    return str(yaml.load(value, Loader=yaml.Loader))
# == vulnerable: a cookie
@app.get("/cookie")
def cookie():
    return str(pickle.loads(bytes.fromhex(request.cookies["state"])))
# == vulnerable: an upload
@app.post("/file")
def upload():
    return str(pickle.load(request.files["model"].stream))
# == vulnerable: an unpickler
@app.post("/unpickler")
def unpickler():
    return str(pickle.Unpickler(request.stream).load())
# == vulnerable: marshal
@app.post("/marshal")
def marshalled():
    return str(marshal.loads(request.get_data()))
# == vulnerable: jsonpickle
@app.post("/jsonpickle")
def decoded():
    return str(jsonpickle.decode(request.get_data(as_text=True)))
# == vulnerable: dill
@app.post("/dill")
def dilled():
    return str(dill.loads(request.data))
# == vulnerable: the unsafe loader by its own name
@app.post("/unsafe")
def unsafe():
    return str(yaml.unsafe_load(request.data))
# == safe: JSON
@app.post("/json")
def data():
    return str(json.loads(request.data))
# == safe: a safe loader
@app.post("/safe")
def safe():
    return str(yaml.safe_load(request.data))
# == safe: a safe loader named
@app.post("/named")
def named():
    return str(yaml.load(request.data, Loader=yaml.SafeLoader))
# == safe: our own bytes
@app.get("/own")
def own():
    kept = pickle.loads(pickle.dumps({"a": 1}))
    return kept.get(request.args["key"], "")
# == safe: writing
@app.get("/write")
def write():
    return base64.b64encode(pickle.dumps(request.args["name"])).decode()
