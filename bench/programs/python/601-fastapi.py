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
# == vulnerable: Tornado
class Go(tornado.web.RequestHandler):
    def get(self):
        self.redirect(self.get_argument("next", "/"))
# == safe: one of a few
@app.get("/go")
def go(target: str):
    if target not in ("/a", "/b"):
        target = "/"
    return RedirectResponse(target)
# == safe: Tornado, a fixed target
class Go(tornado.web.RequestHandler):
    def get(self):
        self.redirect("/?q=" + self.get_argument("q", ""))
