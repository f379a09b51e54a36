# CWE-78: a shell runs what a stranger wrote.
import asyncio
import os
import shlex
import subprocess

from flask import Flask, request

app = Flask(__name__)
# == each: os.system
@app.route("/list")
def listing():
    param = request.args.get("folder", "")
    value = FLOW(param)
    os.system("ls /srv/" + value)
    return ""
# == vulnerable: getoutput
@app.get("/output")
def output():
    return subprocess.getoutput("whois %s" % request.headers["X-Name"])
# == vulnerable: the keyword comes from a variable
@app.get("/keyword")
def keyword():
    options = {"shell": True}
    return subprocess.check_output("ls " + request.args["folder"], **options)
# == safe: an allow list
@app.get("/allowed")
def allowed():
    action = request.args["action"]
    if action not in {"status", "reload"}:
        return "", 400
    return subprocess.getoutput("service web " + action)
