import time

from flask import Flask, request

app = Flask(__name__)


@app.get("/numbers")
def numbers():
    count = int(request.args["count"])
    # ruleid: python.size.from-request
    found = [number * number for number in range(count)]
    # ok: python.size.from-request
    few = [number for number in range(min(count, 100))]
    # ok: python.size.from-request
    rest = [number for number in range(10)]
    if count > 100:
        return "", 400
    # ok: python.size.from-request
    time.sleep(count)
    return {"found": found, "few": few, "rest": rest}
