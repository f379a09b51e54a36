# CWE-88: a value that becomes an option of a program.
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)
# == vulnerable: git clone
@app.post("/clone")
def clone():
    subprocess.run(["git", "clone", request.form["url"]], cwd="/srv", check=True)
    return ""
# == vulnerable: curl
@app.post("/fetch")
def fetch():
    return subprocess.check_output(["curl", "-s", request.form["url"]])
# == vulnerable: tar
@app.post("/pack")
def pack():
    names = request.form["names"]
    subprocess.check_call(["tar", "-cf", "/srv/out.tar", names])
    return ""
# == vulnerable: find
@app.get("/find")
def find():
    return subprocess.run(["/usr/bin/find", request.args["folder"]], capture_output=True).stdout
# == safe: the end of the options
@app.post("/clone")
def clone():
    subprocess.run(["git", "clone", "--", request.form["url"]], cwd="/srv", check=True)
    return ""
# == safe: it cannot begin with a dash
@app.post("/fetch")
def fetch():
    return subprocess.check_output(["curl", "-s", "https://example.org/" + request.form["name"]])
# == safe: a dash is refused
@app.post("/pack")
def pack():
    names = request.form["names"]
    if names.startswith("-"):
        abort(400)
    subprocess.check_call(["tar", "-cf", "/srv/out.tar", names])
    return ""
# == safe: one of a few
@app.get("/find")
def find():
    folder = request.args["folder"]
    if folder not in ("a", "b"):
        abort(404)
    return subprocess.run(["/usr/bin/find", folder], capture_output=True).stdout
# == safe: the value of an option
@app.post("/post")
def post():
    return subprocess.check_output(["curl", "--data", request.form["text"], "https://example.org"])
