import re

from flask import Flask, request

app = Flask(__name__)
NAME = re.compile(r"[a-z]+")


@app.route("/grep")
def grep():
    wanted = request.args["q"]
    # ruleid: python.regex.from-request
    re.search(wanted, "some text")
    # ruleid: python.regex.from-request
    re.compile("^" + wanted)
    # ok: python.regex.from-request
    re.search(re.escape(wanted), "some text")
    # ok: python.regex.from-request
    re.search(r"[a-z]+", wanted)
    # ok: python.regex.from-request
    NAME.fullmatch(wanted)
    # ok: python.regex.from-request
    return re.sub(r"\s+", " ", wanted)
