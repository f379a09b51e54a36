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
# == each: subprocess with a shell
@app.post("/list")
def listing():
    param = request.form["folder"]
    value = FLOW(param)
    return subprocess.run(f"ls {value}", shell=True, capture_output=True, text=True).stdout
# == vulnerable: popen
@app.get("/popen")
def opened():
    return os.popen("host " + request.args["name"]).read()
# == vulnerable: a shell named by hand
@app.get("/named")
def named():
    return subprocess.check_output(["sh", "-c", "host " + request.args["name"]])
# == vulnerable: getoutput
@app.get("/output")
def output():
    return subprocess.getoutput("whois %s" % request.headers["X-Name"])
# == vulnerable: the program itself
@app.get("/program")
def program():
    return subprocess.check_output([request.args["tool"], "--version"])
# == vulnerable: an asynchronous shell
@app.get("/later")
async def later():
    process = await asyncio.create_subprocess_shell("ls " + request.args["folder"])
    return str(await process.wait())
# == vulnerable: the keyword comes from a variable
@app.get("/keyword")
def keyword():
    options = {"shell": True}
    return subprocess.check_output("ls " + request.args["folder"], **options)
# == safe: an argument list
@app.get("/list")
def listing():
    return subprocess.run(["ls", "--", request.args["folder"]], capture_output=True, text=True).stdout
# == safe: quoted
@app.get("/quoted")
def quoted():
    return subprocess.getoutput("ls -- " + shlex.quote(request.args["folder"]))
# == safe: a fixed command
@app.get("/fixed")
def fixed():
    return subprocess.getoutput("uptime") + request.args["note"]
# == safe: the value is standard input
@app.post("/input")
def given():
    return subprocess.run(["sort"], input=request.form["text"], capture_output=True, text=True).stdout
# == safe: an allow list
@app.get("/allowed")
def allowed():
    action = request.args["action"]
    if action not in {"status", "reload"}:
        return "", 400
    return subprocess.getoutput("service web " + action)
# == safe: a number
@app.get("/number")
def number():
    return os.popen("head -n %d /var/log/app" % int(request.args["lines"])).read()
# == safe: a shell without the stranger
@app.get("/shell")
def shell():
    count = len(request.args["text"])
    return subprocess.check_output(f"seq {count}", shell=True)
