# CWE-434: an upload of any kind is stored where it can be served.
import os
import uuid

from flask import Flask, abort, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
UPLOADS = "/srv/www/uploads"
ALLOWED = {"png", "jpg"}
# == safe: the ending is compared
@app.post("/upload")
def upload():
    sent = request.files["file"]
    name = secure_filename(sent.filename)
    if name.rsplit(".", 1)[-1].lower() not in ALLOWED:
        abort(400)
    sent.save(os.path.join(UPLOADS, name))
    return ""
