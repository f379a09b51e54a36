import os
import uuid

from flask import Flask, abort, request
from werkzeug.utils import secure_filename

app = Flask(__name__)


@app.post("/any")
def any_file():
    sent = request.files["file"]
    # ruleid: python.upload.unchecked-extension
    sent.save(os.path.join("/srv/uploads", secure_filename(sent.filename)))
    return ""


@app.post("/picture")
def picture():
    sent = request.files["file"]
    name = secure_filename(sent.filename)
    if not name.endswith((".png", ".jpg")):
        abort(400)
    # ok: python.upload.unchecked-extension
    sent.save(os.path.join("/srv/uploads", name))
    return ""


@app.post("/typed")
def typed():
    sent = request.files["file"]
    if sent.mimetype not in ("image/png", "image/jpeg"):
        abort(400)
    # ok: python.upload.unchecked-extension
    sent.save(os.path.join("/srv/uploads", secure_filename(sent.filename)))
    return ""


@app.post("/own")
def own_name():
    sent = request.files["file"]
    # ok: python.upload.unchecked-extension
    sent.save(os.path.join("/srv/uploads", uuid.uuid4().hex))
    return ""


@app.post("/checked")
def checked():
    sent = request.files["file"]
    if not allowed_file(sent.filename):
        abort(400)
    # unsure: python.upload.unchecked-extension
    sent.save(os.path.join("/srv/uploads", secure_filename(sent.filename)))
    return ""
