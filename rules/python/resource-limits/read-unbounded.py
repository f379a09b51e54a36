from flask import Flask, request

app = Flask(__name__)


@app.post("/count")
def count():
    # ruleid: python.read.unbounded
    size = len(request.files["file"].read())
    # ok: python.read.unbounded
    head = request.files["file"].read(1024)
    # ok: python.read.unbounded
    request.files["file"].save("/srv/uploads/file")
    # ok: python.read.unbounded
    text = open("/srv/motd").read()
    return {"size": size, "head": head.hex(), "text": text}
