import aiohttp.web
import fastapi
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


class Account(aiohttp.web.View):
    async def post(self):
        asked = await self.request.json()
        # ruleid: python.mongo.injection
        return await self.request.app["db"].accounts.find_one(asked)


async def listed(request: fastapi.Request):
    # ruleid: python.mongo.injection
    return await db.users.count_documents(await request.json())
