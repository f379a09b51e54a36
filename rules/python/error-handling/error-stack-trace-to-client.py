import logging
import traceback

from django.http import HttpResponseServerError
from flask import Flask, jsonify

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.route("/run")
def run():
    try:
        return work()
    except Exception:
        # ruleid: python.error.stack-trace-to-client
        return traceback.format_exc(), 500


@app.errorhandler(500)
def failed(error):
    # ok: python.error.stack-trace-to-client
    log.error("failed: %s", traceback.format_exc())
    if app.debug:
        # ok: python.error.stack-trace-to-client
        return jsonify(trace=traceback.format_exc())
    # ok: python.error.stack-trace-to-client
    return "Something went wrong", 500


def view(request):
    try:
        return work()
    except Exception:
        text = traceback.format_exc()
        # ruleid: python.error.stack-trace-to-client
        return HttpResponseServerError("<pre>" + text + "</pre>")
