# CWE-942: every site may read with the user's cookies.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)
api = FastAPI()
# == vulnerable: Flask-CORS
CORS(app, origins="*", supports_credentials=True)
# == vulnerable: Flask-CORS, by default
CORS(app, supports_credentials=True)
# == vulnerable: FastAPI
api.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
# == vulnerable: the origin is handed back
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
# == safe: named origins
CORS(app, origins=["https://example.org"], supports_credentials=True)
# == safe: without credentials, FastAPI
api.add_middleware(CORSMiddleware, allow_origins=["https://example.org"], allow_methods=["*"])
# == safe: a fixed origin
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "https://example.org"
    return response
# == safe: one of a few
@app.after_request
def allow(response):
    origin = request.headers.get("Origin")
    if origin in app.config["ORIGINS"]:
        response.headers["Access-Control-Allow-Origin"] = origin
    return response
