from flask import Flask, abort, request

app = Flask(__name__)
ALLOWED = {"start", "stop"}


@app.post("/do")
def do():
    action = request.form["action"]
    # ruleid: python.attribute.from-request
    getattr(app.machine, action)()
    # ok: python.attribute.from-request
    getattr(app.machine, f"do_{action}")()
    # ok: python.attribute.from-request
    getattr(app.machine, "start")()
    if action not in ALLOWED:
        abort(400)
    # ok: python.attribute.from-request
    getattr(app.machine, action)()
    return ""
