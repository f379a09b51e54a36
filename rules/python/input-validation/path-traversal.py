import os
from pathlib import Path

from django.http import HttpResponse
from fastapi import FastAPI
from fastapi.responses import FileResponse
from flask import Flask, abort, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
api = FastAPI()
ROOT = "/srv/files"
REPORTS = {"day": "/srv/reports/day.csv", "week": "/srv/reports/week.csv"}


@app.route("/files")
def files():
    name = request.args["name"]
    # ruleid: python.path.traversal
    with open(os.path.join(ROOT, name)) as stream:
        stream.read()
    # ruleid: python.path.traversal
    os.remove(ROOT + "/" + name)
    # ok: python.path.traversal
    with open(os.path.join(ROOT, secure_filename(name))) as stream:
        stream.read()
    # ok: python.path.traversal
    with open(os.path.join(ROOT, os.path.basename(name))) as stream:
        stream.read()
    # ok: python.path.traversal
    with open(REPORTS[name]) as stream:
        stream.read()
    # ok: python.path.traversal
    with open(os.path.join(ROOT, "index.txt")) as stream:
        stream.write(name)
    # ok: python.path.traversal
    return send_from_directory(ROOT, name)


@app.route("/download/<path:name>")
def download(name):
    # ruleid: python.path.traversal
    return send_file(f"{ROOT}/{name}")


@app.route("/checked/<path:name>")
def checked(name):
    full = os.path.realpath(os.path.join(ROOT, name))
    if not full.startswith(ROOT + os.sep):
        abort(404)
    # ok: python.path.traversal
    return send_file(full)


@api.get("/export/{name:path}")
async def export(name: str, page: int):
    target = Path(ROOT) / name
    # ruleid: python.path.traversal
    target.read_text()
    # ruleid: python.path.traversal
    FileResponse(f"{ROOT}/{name}")
    resolved = target.resolve()
    if not resolved.is_relative_to(ROOT):
        raise ValueError(name)
    # ok: python.path.traversal
    resolved.read_text()
    # ok: python.path.traversal
    return FileResponse(f"{ROOT}/{page}.pdf")


def attachment(request):
    # ruleid: python.path.traversal
    content = open("/srv/attachments/" + request.GET.get("file"), "rb").read()
    return HttpResponse(content)


@app.route("/upload", methods=["POST"])
def upload():
    sent = request.files["file"]
    # ruleid: python.path.traversal
    sent.save(os.path.join(ROOT, sent.filename))
    # ok: python.path.traversal
    sent.save(os.path.join(ROOT, secure_filename(sent.filename)))
    # ok: python.path.traversal
    sent.save(os.path.join(ROOT, "upload.bin"))
    return ""


def dump_table(name):
    return {"users": "/srv/users.csv", "orders": "/srv/orders.csv"}[name]


@app.get("/table")
def table():
    file = dump_table(name=request.args["table"])
    # ok: python.path.traversal
    return send_file(file)


@api.delete("/files/{name}")
def remove(name: str):
    # ok: python.path.traversal
    os.remove(os.path.join(ROOT, name))


@api.delete("/tree/{name:path}")
def remove_below(name: str):
    # ruleid: python.path.traversal
    os.remove(os.path.join(ROOT, name))


@api.delete("/named/{kind}")
def remove_named(kind: str, name: str):
    # ruleid: python.path.traversal
    os.remove(os.path.join(ROOT, name))


@app.get("/named")
def named():
    # ruleid: python.path.traversal
    return send_file(build_path(request.args["name"]))


@app.get("/cleaned")
def cleaned():
    # unsure: python.path.traversal
    return send_file(sanitize_path(request.args["name"]))
