# CWE-943: a stranger's object becomes a query of MongoDB.
from bson import ObjectId
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
db = MongoClient().app
# == vulnerable: a pipeline
@app.post("/report")
def report():
    return str(list(db.events.aggregate(request.get_json()["stages"])))
