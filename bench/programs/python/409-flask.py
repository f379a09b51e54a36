# CWE-409: a small upload becomes a large one.
import bz2
import gzip
import io
import zlib

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: bz2
@app.post("/c")
def c():
    return bz2.decompress(request.data)
