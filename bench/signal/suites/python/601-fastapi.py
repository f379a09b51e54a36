# CWE-601 in FastAPI, aiohttp and Tornado.
import tornado.web
from aiohttp import web
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse

app = FastAPI()
# == vulnerable: FastAPI
@app.get("/go")
def go(target: str):
    return RedirectResponse(target)
# == vulnerable: FastAPI, by keyword
@app.get("/go")
async def go(request: Request):
    return RedirectResponse(url=request.query_params["next"], status_code=303)
# == vulnerable: aiohttp
async def go(request):
    raise web.HTTPFound(request.query["next"])
# == vulnerable: aiohttp, location
async def go(request):
    data = await request.post()
    raise web.HTTPFound(location=data["next"])
# == vulnerable: Tornado
class Go(tornado.web.RequestHandler):
    def get(self):
        self.redirect(self.get_argument("next", "/"))
# == safe: a fixed target
@app.get("/go")
def go(target: str):
    return RedirectResponse("/home")
# == safe: a route by its name
@app.get("/go")
def go(request: Request, name: str):
    return RedirectResponse(request.url_for("show", name=name))
# == safe: one of a few
@app.get("/go")
def go(target: str):
    if target not in ("/a", "/b"):
        target = "/"
    return RedirectResponse(target)
# == safe: aiohttp, below a path
async def go(request):
    raise web.HTTPFound(f"/items/{request.match_info['name']}")
# == safe: Tornado, a fixed target
class Go(tornado.web.RequestHandler):
    def get(self):
        self.redirect("/?q=" + self.get_argument("q", ""))
