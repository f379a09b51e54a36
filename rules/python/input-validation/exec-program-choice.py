import shlex
import subprocess

from flask import Flask, request

app = Flask(__name__)
TOOLS = {"size": "du", "list": "ls"}


@app.post("/run")
def run():
    # ruleid: python.exec.program-choice
    subprocess.check_output([request.form["tool"], "--version"])
    # ruleid: python.exec.program-choice
    subprocess.run(shlex.split(request.form["command"]))
    # ok: python.exec.program-choice
    subprocess.run([TOOLS[request.form["tool"]], "--version"])
    # ok: python.exec.program-choice
    subprocess.run(["ls", "--", request.form["folder"]])
    # ok: python.exec.program-choice
    subprocess.run(["sort"], input=request.form["text"].encode())
    return ""
