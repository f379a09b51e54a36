# CWE-409: a small upload becomes a large one.
import bz2
import gzip
import io
import zlib

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: gzip
@app.post("/a")
def a():
    return gzip.decompress(request.get_data())
# == vulnerable: zlib
@app.post("/b")
def b():
    return zlib.decompress(request.files["file"].read())
# == vulnerable: bz2
@app.post("/c")
def c():
    return bz2.decompress(request.data)
# == safe: with a limit
@app.post("/a")
def a():
    return zlib.decompressobj().decompress(request.get_data(), 1_000_000)
# == safe: in pieces
@app.post("/b")
def b():
    return gzip.GzipFile(fileobj=io.BytesIO(request.get_data())).read(1_000_000)
# == safe: the other way
@app.post("/c")
def c():
    return bz2.compress(request.data)
