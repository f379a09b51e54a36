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
# == vulnerable: Tornado
class Load(RequestHandler):
    def post(self):
        self.state = pickle.loads(self.request.body)
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
# == safe: JSON in Tornado
class Load(RequestHandler):
    def post(self):
        self.state = json.loads(self.request.body)
