# CWE-918 with asynchronous clients.
import aiohttp
import httpx
import urllib3
from fastapi import FastAPI, Request

app = FastAPI()
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
# == safe: the body
@app.post("/hook")
async def hook(request: Request):
    body = await request.json()
    async with httpx.AsyncClient() as client:
        return (await client.post("https://api.example.org/hook", json=body)).text
