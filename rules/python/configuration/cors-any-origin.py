from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
# ruleid: python.cors.any-origin
CORS(app)
# ok: python.cors.any-origin
CORS(app, origins=["https://example.org"])


@app.after_request
def headers(response):
    # ruleid: python.cors.any-origin
    response.headers["Access-Control-Allow-Origin"] = "*"
    # ok: python.cors.any-origin
    response.headers["Access-Control-Allow-Origin"] = "https://example.org"
    # ok: python.cors.any-origin
    response.headers["Access-Control-Allow-Methods"] = "*"
    return response
