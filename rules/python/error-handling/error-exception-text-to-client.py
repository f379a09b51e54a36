from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/report")
def report():
    try:
        return jsonify(make())
    except LookupError as error:
        # ok: python.error.exception-text-to-client
        return jsonify(error=str(error)), 404
    except Exception as error:
        app.logger.exception("report")
        # ruleid: python.error.exception-text-to-client
        return jsonify(error=str(error)), 500


@app.get("/other")
def other():
    try:
        return jsonify(make())
    except Exception as error:
        # ok: python.error.exception-text-to-client
        app.logger.error("other: %s", error)
        # ok: python.error.exception-text-to-client
        return jsonify(error="this did not work"), 500
