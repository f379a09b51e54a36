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
# == each: open of a joined name
@app.route("/read")
def read():
    param = request.args.get("name", "")
    value = FLOW(param)
    with open(os.path.join(ROOT, value)) as file:
        return file.read()
# == each: pathlib
@app.post("/read")
def read():
    param = request.form["name"]
    value = FLOW(param)
    path = pathlib.Path(ROOT) / value
    return path.read_text()
# == vulnerable: send_file of a form field
@app.post("/download")
def download():
    return send_file(f"{ROOT}/{request.form['name']}")
# == vulnerable: deleted
@app.post("/delete")
def delete():
    os.remove(ROOT + "/" + request.values["name"])
    return ""
# == vulnerable: a path segment of the address
@app.get("/files/<path:name>")
def files(name):
    return open(os.path.join(ROOT, name)).read()
# == vulnerable: the name that the client gave an upload
@app.post("/upload")
def upload():
    sent = request.files["file"]
    sent.save(os.path.join(ROOT, sent.filename))
    return ""
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
# == vulnerable: a prefix compared before the dots are resolved
@app.get("/early")
def early():
    path = ROOT + "/" + request.args["name"]
    if not path.startswith(ROOT + "/"):
        abort(403)
    return open(path).read()
# == vulnerable: dots taken out once
@app.get("/once")
def once():
    name = request.args["name"].replace("../", "")
    return open(os.path.join(ROOT, name)).read()
# == vulnerable: JSON body
@app.post("/json")
def body():
    return io.open(ROOT + "/" + request.get_json()["name"]).read()
# == safe: secure_filename
@app.get("/secure")
def secure():
    return open(os.path.join(ROOT, secure_filename(request.args["name"]))).read()
# == safe: send_from_directory
@app.get("/files/<path:name>")
def files(name):
    return send_from_directory(ROOT, name)
# == safe: only the last part
@app.get("/last")
def last():
    return open(os.path.join(ROOT, os.path.basename(request.args["name"]))).read()
# == safe: safe_join
@app.get("/joined")
def joined():
    path = safe_join(ROOT, request.args["name"])
    if path is None:
        abort(404)
    return open(path).read()
# == safe: resolved, then compared with the separator
@app.get("/resolved")
def resolved():
    path = os.path.realpath(os.path.join(ROOT, request.args["name"]))
    if not path.startswith(ROOT + os.sep):
        abort(403)
    return open(path).read()
# == safe: commonpath
@app.get("/common")
def common():
    path = os.path.realpath(os.path.join(ROOT, request.args["name"]))
    if os.path.commonpath([path, ROOT]) != ROOT:
        abort(403)
    return open(path).read()
# == safe: is_relative_to
@app.get("/relative")
def relative():
    path = (pathlib.Path(ROOT) / request.args["name"]).resolve()
    if not path.is_relative_to(ROOT):
        abort(403)
    return path.read_text()
# == safe: a converter without slashes that takes numbers
@app.get("/report/<int:number>")
def report(number):
    return open(os.path.join(ROOT, f"{number}.txt")).read()
# == safe: the content is the client's, the path is not
@app.post("/note")
def note():
    with open(os.path.join(ROOT, "note.txt"), "w") as file:
        file.write(request.form["text"])
    return ""
# == safe: a file object in memory
@app.post("/memory")
def memory():
    return send_file(io.BytesIO(request.get_data()), download_name="echo.bin")
