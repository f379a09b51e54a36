from bson import ObjectId
from flask import Flask, request

app = Flask(__name__)


@app.route("/login", methods=["POST"])
def login():
    body = request.get_json()
    # ruleid: python.mongo.injection
    db.users.find_one({"name": body["name"], "password": body["password"]})
    # ruleid: python.mongo.injection
    db.users.find(request.json)
    # ok: python.mongo.injection
    db.users.find_one({"name": str(body["name"])})
    # ok: python.mongo.injection
    db.users.find_one({"_id": ObjectId(body["id"])})
    # ok: python.mongo.injection
    db.users.find_one({"name": request.args["name"]})
    # ok: python.mongo.injection
    db.users.update_one({"_id": current.id}, {"$set": {"city": body["city"]}})
    # ok: python.mongo.injection
    position = body["text"].find(body["word"])
    return str(position)
