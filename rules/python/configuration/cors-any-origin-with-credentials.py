from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
api = FastAPI()
# ruleid: python.cors.any-origin-with-credentials
api.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"])
# ok: python.cors.any-origin-with-credentials
api.add_middleware(CORSMiddleware, allow_origins=["https://example.com"], allow_credentials=True)
# ok: python.cors.any-origin-with-credentials
api.add_middleware(CORSMiddleware, allow_origins=["*"])
# ruleid: python.cors.any-origin-with-credentials
CORS(app, supports_credentials=True)
# ok: python.cors.any-origin-with-credentials
CORS(app, origins=["https://example.com"], supports_credentials=True)
# ok: python.cors.any-origin-with-credentials
CORS(app)
