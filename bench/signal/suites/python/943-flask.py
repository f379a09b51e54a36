# CWE-943: a stranger's object becomes a query of MongoDB.
from bson import ObjectId
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
db = MongoClient().app
# == vulnerable: the body is the query
@app.post("/find")
def find():
    return str(db.users.find_one(request.get_json()))
# == vulnerable: a part of the body
@app.post("/login")
def login():
    sent = request.json
    return str(db.users.find_one({"name": sent["name"], "password": sent["password"]}))
# == vulnerable: a pipeline
@app.post("/report")
def report():
    return str(list(db.events.aggregate(request.get_json()["stages"])))
# == safe: a text
@app.post("/find")
def find():
    return str(db.users.find_one({"name": str(request.json["name"])}))
# == safe: a form has only texts
@app.post("/login")
def login():
    return str(db.users.find_one({"name": request.form["name"]}))
# == safe: an identifier
@app.post("/one")
def one():
    return str(db.users.find_one({"_id": ObjectId(request.json["id"])}))
# == safe: it is stored, not searched
@app.post("/note")
def note():
    return str(db.notes.insert_one({"text": request.json["text"]}))
