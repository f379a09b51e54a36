# CWE-918: the server asks wherever a stranger wants.
import socket
import urllib.request
from urllib.parse import quote, urlparse

import httpx
import requests
from flask import Flask, abort, request

app = Flask(__name__)
HOSTS = frozenset({"api.example.org", "img.example.org"})
# == each: requests
@app.route("/fetch")
def fetch():
    param = request.args.get("url", "")
    value = FLOW(param)
    return requests.get(value, timeout=5).text
# == vulnerable: urllib
@app.get("/urllib")
def opened():
    return urllib.request.urlopen(request.args["url"]).read()
# == vulnerable: httpx
@app.post("/httpx")
def posted():
    return httpx.post(request.form["hook"], json={}).text
# == vulnerable: the host
@app.get("/host")
def host():
    return requests.get(f"https://{request.args['host']}/status", timeout=5).text
# == vulnerable: the scheme is all that is compared
@app.get("/scheme")
def scheme():
    url = request.json["url"]
    if urlparse(url).scheme != "https":
        abort(400)
    return requests.get(url, timeout=5).text
# == safe: a fixed host
@app.get("/fixed")
def fixed():
    return requests.get("https://api.example.org/person/" + quote(request.args["name"], safe=""), timeout=5).text
# == safe: an argument
@app.get("/argument")
def argument():
    return requests.get("https://api.example.org/find", params={"q": request.args["q"]}, timeout=5).text
# == safe: an allowed host
@app.get("/allowed")
def allowed():
    url = request.args["url"]
    if urlparse(url).hostname not in HOSTS:
        abort(400)
    return requests.get(url, timeout=5).text
# == safe: the body is the stranger's, the address is not
@app.post("/body")
def body():
    return requests.post("https://api.example.org/log", data=request.get_data(), timeout=5).text
# == safe: a dictionary's get
@app.get("/dictionary")
def dictionary():
    return {"a": "b"}.get(request.args["url"], "")
