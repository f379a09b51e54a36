import gzip
import zlib

from flask import Flask, request

app = Flask(__name__)


@app.post("/events")
def events():
    # ruleid: python.decompression.request-data
    body = gzip.decompress(request.get_data())
    # ok: python.decompression.request-data
    some = zlib.decompressobj().decompress(request.get_data(), 100_000)
    # ok: python.decompression.request-data
    packed = gzip.compress(request.get_data())
    # ok: python.decompression.request-data
    known = zlib.decompress(app.config["BLOB"])
    return {"body": body.hex(), "some": some.hex(), "packed": packed.hex(), "known": known.hex()}
