# CWE-1284: a stranger says how much.
import time

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: how long
@app.get("/b")
def b():
    time.sleep(float(request.args["seconds"]))
    return ""
# == vulnerable: how large
@app.get("/c")
def c():
    size = int(request.form["size"])
    return bytes(bytearray(size))
# == safe: too much is refused
@app.get("/b")
def b():
    seconds = float(request.args["seconds"])
    if seconds > 1:
        return "", 400
    time.sleep(seconds)
    return ""
