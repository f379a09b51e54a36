# CWE-22: a file outside the intended folder. Flask and the standard library.
import io
import os
import pathlib
import shutil
import codecs

from flask import Flask, abort, request, send_file, send_from_directory
from werkzeug.utils import safe_join, secure_filename

app = Flask(__name__)
ROOT = "/srv/reports"
# == vulnerable: a cookie
@app.get("/theme")
def theme():
    name = request.cookies.get("theme")
    return codecs.open("/srv/themes/%s.css" % name, encoding="utf-8").read()
# == vulnerable: a header, copied
@app.get("/copy")
def copy():
    shutil.copy(ROOT + "/" + request.headers["X-Report"], "/srv/out/report")
    return ""
# == vulnerable: a prefix compared as text
@app.get("/prefix")
def prefix():
    path = os.path.abspath(os.path.join(ROOT, request.args["name"]))
    if not path.startswith(ROOT):
        abort(403)
    return open(path).read()
# == vulnerable: JSON body
@app.post("/json")
def body():
    return io.open(ROOT + "/" + request.get_json()["name"]).read()
# == safe: safe_join
@app.get("/joined")
def joined():
    path = safe_join(ROOT, request.args["name"])
    if path is None:
        abort(404)
    return open(path).read()
# == safe: commonpath
@app.get("/common")
def common():
    path = os.path.realpath(os.path.join(ROOT, request.args["name"]))
    if os.path.commonpath([path, ROOT]) != ROOT:
        abort(403)
    return open(path).read()
