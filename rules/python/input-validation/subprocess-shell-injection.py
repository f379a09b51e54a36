import asyncio
import os
import shlex
import subprocess

from aiohttp import web
from fastapi import FastAPI
from flask import Flask, abort, request

app = Flask(__name__)
api = FastAPI()
FORMATS = {"png": "-f png", "jpeg": "-f jpeg"}


@app.route("/ping")
def ping():
    host = request.args.get("host", "")
    # ruleid: python.subprocess.shell-injection
    subprocess.run("ping -c 1 " + host, shell=True)
    # ruleid: python.subprocess.shell-injection
    os.system(f"ping -c 1 {host}")
    # ok: python.subprocess.shell-injection
    subprocess.run(["ping", "-c", "1", host])
    # ok: python.subprocess.shell-injection
    subprocess.run("ping -c 1 " + shlex.quote(host), shell=True)
    # ok: python.subprocess.shell-injection
    os.system("sync")
    return ""


@app.route("/lookup/<name>")
def lookup(name):
    # ruleid: python.subprocess.shell-injection
    return os.popen("whois %s" % name).read()


@app.route("/page/<int:number>")
def page(number):
    # ok: python.subprocess.shell-injection
    return os.popen("show-page %s" % number).read()


@app.route("/convert")
def convert():
    wanted = request.args["format"]
    if wanted not in FORMATS:
        abort(400)
    # ok: python.subprocess.shell-injection
    os.system("convert in.tiff " + FORMATS[wanted] + " out")
    # ok: python.subprocess.shell-injection
    os.system("convert in.tiff -f " + wanted)
    width = int(request.args["width"])
    # ok: python.subprocess.shell-injection
    os.system(f"convert in.tiff -w {width} out")
    return ""


@api.get("/log/{unit}")
async def log(unit: str, lines: int = 10):
    # ruleid: python.subprocess.shell-injection
    await asyncio.create_subprocess_shell(f"journalctl -u {unit}")
    # ok: python.subprocess.shell-injection
    await asyncio.create_subprocess_shell(f"journalctl -n {lines}")
    # ruleid: python.subprocess.shell-injection
    subprocess.check_output(["sh", "-c", "journalctl -u " + unit])


async def upload(request: web.Request):
    form = await request.post()
    # ruleid: python.subprocess.shell-injection
    subprocess.Popen("file -b " + form["name"], shell=True)
    # ok: python.subprocess.shell-injection
    subprocess.Popen("file -b " + form["name"])


def django_view(request):
    target = request.GET["target"]
    # ruleid: python.subprocess.shell-injection
    subprocess.call(f"traceroute {target}", shell=True)
    if target in ("a.example", "b.example"):
        # ok: python.subprocess.shell-injection
        subprocess.call(f"traceroute {target}", shell=True)
