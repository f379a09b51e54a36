# CWE-79 in FastAPI and Starlette.
import html
import json

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates(directory="templates")
# == vulnerable: a part of the address
@app.get("/hello/{name}")
async def hello(name: str):
    return HTMLResponse(content="<h1>%s</h1>" % name, status_code=200)
# == vulnerable: a response with its type
@app.get("/typed")
def typed(text: str):
    return Response(content=f"<b>{text}</b>", media_type="text/html")
# == safe: escaped
@app.get("/hello")
def hello(name: str):
    return HTMLResponse(f"<p>Hello {html.escape(name)}</p>")
# == safe: another type
@app.get("/typed")
def typed(text: str):
    return Response(content=json.dumps({"text": text}), media_type="application/json")
