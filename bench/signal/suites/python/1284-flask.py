# CWE-1284: a stranger says how much.
import time

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: how often
@app.get("/a")
def a():
    return ",".join(str(number) for number in range(int(request.args["count"])))
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
# == safe: at most a hundred
@app.get("/a")
def a():
    return ",".join(str(number) for number in range(min(100, int(request.args["count"]))))
# == safe: too much is refused
@app.get("/b")
def b():
    seconds = float(request.args["seconds"])
    if seconds > 1:
        return "", 400
    time.sleep(seconds)
    return ""
# == safe: as long as what was sent
@app.get("/c")
def c():
    return str(list(range(len(request.args["text"]))))
