# CWE-502 in other frameworks and libraries.
import json
import pickle

import jsonpickle
import pandas
import yaml
from django.http import HttpResponse
from fastapi import FastAPI, Request
from tornado.web import RequestHandler

app = FastAPI()
# == vulnerable: Django, a cookie
def restore(request):
    return HttpResponse(str(pickle.loads(bytes.fromhex(request.COOKIES["state"]))))
# == vulnerable: FastAPI, the body
@app.post("/load")
async def load(request: Request):
    return str(pickle.loads(await request.body()))
# == vulnerable: Tornado
class Load(RequestHandler):
    def post(self):
        self.state = pickle.loads(self.request.body)
# == vulnerable: YAML in Django
def settings(request):
    return HttpResponse(str(yaml.load(request.body, Loader=yaml.UnsafeLoader)))
# == vulnerable: jsonpickle in FastAPI
@app.post("/decode")
async def decode(text: str):
    return str(jsonpickle.decode(text))
# == vulnerable: pandas
def table(request):
    return HttpResponse(str(pandas.read_pickle(request.FILES["table"])))
# == safe: JSON
def restore(request):
    return HttpResponse(str(json.loads(request.body)))
# == safe: YAML
def settings(request):
    return HttpResponse(str(yaml.safe_load(request.body)))
# == safe: a table of text
def table(request):
    return HttpResponse(str(pandas.read_csv(request.FILES["table"])))
# == safe: JSON in Tornado
class Load(RequestHandler):
    def post(self):
        self.state = json.loads(self.request.body)
# == safe: our own file
def cached(path):
    with open("/var/cache/app/state", "rb") as file:
        return pickle.load(file)
