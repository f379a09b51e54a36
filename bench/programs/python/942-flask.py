# CWE-942: every site may read with the user's cookies.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)
api = FastAPI()
# == vulnerable: Flask-CORS
CORS(app, origins="*", supports_credentials=True)
# == vulnerable: the origin is handed back
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
