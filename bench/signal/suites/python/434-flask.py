# CWE-434: an upload of any kind is stored where it can be served.
import os
import uuid

from flask import Flask, abort, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
UPLOADS = "/srv/www/uploads"
ALLOWED = {"png", "jpg"}
# == vulnerable: the client's name
@app.post("/upload")
def upload():
    sent = request.files["file"]
    sent.save(os.path.join(UPLOADS, secure_filename(sent.filename)))
    return ""
# == vulnerable: the client's name behind a prefix
@app.post("/upload")
def upload():
    sent = request.files["file"]
    name = str(uuid.uuid4()) + "_" + secure_filename(sent.filename)
    sent.save(f"{UPLOADS}/{name}")
    return name
# == vulnerable: only asked whether there is a name
@app.post("/upload")
def upload():
    sent = request.files.get("file")
    filename = secure_filename(sent.filename)
    path = os.path.join(app.static_folder, filename)
    sent.save(path)
    return filename
# == safe: the ending is compared
@app.post("/upload")
def upload():
    sent = request.files["file"]
    name = secure_filename(sent.filename)
    if name.rsplit(".", 1)[-1].lower() not in ALLOWED:
        abort(400)
    sent.save(os.path.join(UPLOADS, name))
    return ""
# == safe: a function compares it
@app.post("/upload")
def upload():
    sent = request.files["file"]
    if not allowed_file(sent.filename):
        abort(400)
    sent.save(os.path.join(UPLOADS, secure_filename(sent.filename)))
    return ""
# == safe: a name of one's own
@app.post("/upload")
def upload():
    sent = request.files["file"]
    sent.save(os.path.join(UPLOADS, uuid.uuid4().hex + ".bin"))
    return ""
# == safe: the kind is looked at
@app.post("/upload")
def upload():
    sent = request.files["file"]
    if sent.mimetype not in ("image/png", "image/jpeg"):
        abort(400)
    sent.save(os.path.join(UPLOADS, secure_filename(sent.filename)))
    return ""
