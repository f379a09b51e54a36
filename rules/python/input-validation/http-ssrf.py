from urllib.parse import urlparse
from urllib.request import urlopen

import aiohttp
import httpx
import requests
from fastapi import FastAPI
from flask import Flask, abort, request

app = Flask(__name__)
api = FastAPI()
ALLOWED_HOSTS = {"images.example.com"}
MIRRORS = {"eu": "https://eu.example.com/", "us": "https://us.example.com/"}
API = "https://api.example.com"


@app.route("/fetch")
def fetch():
    url = request.args["url"]
    # ruleid: python.http.ssrf
    requests.get(url, timeout=5)
    # ruleid: python.http.ssrf
    urlopen("http://" + url)
    # ruleid: python.http.ssrf
    requests.request("GET", f"https://{url}/status", timeout=5)
    # ok: python.http.ssrf
    requests.get(MIRRORS[request.args["region"]], timeout=5)
    # ok: python.http.ssrf
    requests.get("https://api.example.com/search", params={"q": url}, timeout=5)
    # ok: python.http.ssrf
    requests.get(f"https://api.example.com/users/{url}", timeout=5)
    # ok: python.http.ssrf
    requests.get("https://api.example.com/users/" + url, timeout=5)
    # ok: python.http.ssrf
    requests.get(f"{API}/users/{url}", timeout=5)
    # ok: python.http.ssrf
    requests.post("https://api.example.com/import", json={"url": url}, timeout=5)
    return ""


@app.route("/image")
def image():
    url = request.args["url"]
    host = urlparse(url).hostname
    if host not in ALLOWED_HOSTS:
        abort(400)
    # ok: python.http.ssrf
    return requests.get(f"https://{host}/image", timeout=5).content


@app.route("/preview")
def preview():
    url = request.args["url"]
    if not is_allowed_url(url):
        raise ValueError(url)
    # unsure: python.http.ssrf
    return requests.get(url, timeout=5).content


@api.post("/hook")
async def hook(target: str, retries: int = 3):
    async with httpx.AsyncClient() as client:
        # ruleid: python.http.ssrf
        await client.post(target, json={})
    async with aiohttp.ClientSession() as session:
        # ruleid: python.http.ssrf
        await session.get(target)
        # ok: python.http.ssrf
        await session.get("https://api.example.com/", params={"retries": retries, "q": target})
    return {"target": target}
