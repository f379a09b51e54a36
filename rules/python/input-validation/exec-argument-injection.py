import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


@app.post("/clone")
def clone():
    url = request.form["url"]
    # ruleid: python.exec.argument-injection
    subprocess.run(["git", "clone", url, "/srv/checkout"], check=True)
    # ok: python.exec.argument-injection
    subprocess.run(["git", "clone", "--", url, "/srv/checkout"], check=True)
    # ok: python.exec.argument-injection
    subprocess.run(["curl", "--data", request.form["text"], "https://example.org"], check=True)
    # ok: python.exec.argument-injection
    subprocess.run(["tar", "-xf", "/srv/" + request.form["file"]], check=True)
    if url.startswith("-"):
        abort(400)
    # ok: python.exec.argument-injection
    subprocess.run(["git", "ls-remote", url], check=True)
    return ""
