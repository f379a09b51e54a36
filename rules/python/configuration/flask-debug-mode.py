import os

from fastapi import FastAPI
from flask import Flask

app = Flask(__name__)
# ruleid: python.flask.debug-mode
app.config["DEBUG"] = True
# ruleid: python.flask.debug-mode
api = FastAPI(debug=True)
# ok: python.flask.debug-mode
api = FastAPI(debug=os.environ.get("DEBUG") == "1")
# ok: python.flask.debug-mode
app.config["TESTING"] = True

if __name__ == "__main__":
    # ruleid: python.flask.debug-mode
    app.run(host="127.0.0.1", debug=True)
    # ok: python.flask.debug-mode
    app.run(debug=False)
    # ok: python.flask.debug-mode
    app.run(debug=bool(os.environ.get("DEBUG")))
    # ok: python.flask.debug-mode
    parser.parse(text, debug=True)
    if settings.debug:
        # ok: python.flask.debug-mode
        app.run(debug=True)
