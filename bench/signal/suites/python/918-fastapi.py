# CWE-918 with asynchronous clients.
import aiohttp
import httpx
import urllib3
from fastapi import FastAPI, Request

app = FastAPI()
# == vulnerable: httpx
@app.get("/proxy")
async def proxy(url: str):
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text
# == vulnerable: httpx, in one call
@app.get("/proxy")
def proxy(url: str):
    return httpx.get(url, timeout=5).text
# == vulnerable: aiohttp
@app.post("/hook")
async def hook(request: Request):
    body = await request.json()
    async with aiohttp.ClientSession() as session:
        async with session.post(body["callback"], json={}) as answer:
            return await answer.text()
# == vulnerable: urllib3
@app.get("/fetch")
def fetch(url: str):
    http = urllib3.PoolManager()
    return http.request("GET", url).data.decode()
# == vulnerable: the host alone
@app.get("/status")
def status(host: str):
    return httpx.get(f"https://{host}/status", timeout=5).text
# == safe: the path alone
@app.get("/article")
def article(name: str):
    return httpx.get(f"https://api.example.org/articles/{name}", timeout=5).text
# == safe: a parameter of the query
@app.get("/search")
def search(text: str):
    return httpx.get("https://api.example.org/search", params={"q": text}, timeout=5).text
# == safe: one of a few
@app.get("/mirror")
def mirror(name: str):
    if name not in {"https://a.example.org", "https://b.example.org"}:
        return ""
    return httpx.get(name, timeout=5).text
# == safe: the body
@app.post("/hook")
async def hook(request: Request):
    body = await request.json()
    async with httpx.AsyncClient() as client:
        return (await client.post("https://api.example.org/hook", json=body)).text
# == safe: a number
@app.get("/item")
def item(number: int):
    return httpx.get(f"https://api.example.org/{number}", timeout=5).text
