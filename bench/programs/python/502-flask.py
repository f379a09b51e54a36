# CWE-502: objects made of a stranger's bytes.
import base64
import json
import marshal
import pickle
import shelve

import dill
import jsonpickle
import yaml
from flask import Flask, request

app = Flask(__name__)
# == vulnerable: an unpickler
@app.post("/unpickler")
def unpickler():
    return str(pickle.Unpickler(request.stream).load())
# == vulnerable: marshal
@app.post("/marshal")
def marshalled():
    return str(marshal.loads(request.get_data()))
# == vulnerable: dill
@app.post("/dill")
def dilled():
    return str(dill.loads(request.data))
