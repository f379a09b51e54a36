# CWE-79 in FastAPI and Starlette.
import html
import json

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates(directory="templates")
# == vulnerable: a parameter in an HTML response
@app.get("/hello")
def hello(name: str):
    return HTMLResponse(f"<p>Hello {name}</p>")
# == vulnerable: the class of the response in the decorator
@app.get("/hello", response_class=HTMLResponse)
async def hello(name: str = "you"):
    return "<p>Hello " + name + "</p>"
# == vulnerable: a part of the address
@app.get("/hello/{name}")
async def hello(name: str):
    return HTMLResponse(content="<h1>%s</h1>" % name, status_code=200)
# == vulnerable: the request's own query
@app.get("/search")
async def search(request: Request):
    text = request.query_params.get("q", "")
    return HTMLResponse("<p>Nothing found for " + text + "</p>")
# == vulnerable: a form
@app.post("/form")
async def form(request: Request):
    sent = await request.form()
    return HTMLResponse("<p>{}</p>".format(sent["text"]))
# == vulnerable: a response with its type
@app.get("/typed")
def typed(text: str):
    return Response(content=f"<b>{text}</b>", media_type="text/html")
# == vulnerable: Starlette, a cookie
@app.route("/cookie")
async def cookie(request):
    return HTMLResponse("<p>" + request.cookies["name"] + "</p>")
# == safe: escaped
@app.get("/hello")
def hello(name: str):
    return HTMLResponse(f"<p>Hello {html.escape(name)}</p>")
# == safe: a number
@app.get("/page")
def page(number: int):
    return HTMLResponse(f"<p>Page {number}</p>")
# == safe: JSON
@app.get("/data")
def data(name: str):
    return {"name": name}
# == safe: a JSON response
@app.get("/json")
def answer(name: str):
    return JSONResponse({"name": name})
# == safe: plain text
@app.get("/plain")
def plain(name: str):
    return PlainTextResponse("Hello " + name)
# == safe: a template
@app.get("/template")
def template(request: Request, name: str):
    return templates.TemplateResponse("hello.html", {"request": request, "name": name})
# == safe: another type
@app.get("/typed")
def typed(text: str):
    return Response(content=json.dumps({"text": text}), media_type="application/json")
