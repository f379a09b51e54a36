from bson import Code
from flask import request

from app.db import users


def found():
    name = request.args["name"]
    # ruleid: python.mongo.where-injection
    first = users.find({"$where": "this.name == '%s'" % name})
    # ruleid: python.mongo.where-injection
    query = {"$where": f"this.name == '{name}'"}
    # ruleid: python.mongo.where-injection
    third = users.find().where("this.name == '" + name + "'")
    # ruleid: python.mongo.where-injection
    fourth = users.map_reduce(Code("function() { emit('" + name + "', 1) }"), "count")
    # ok: python.mongo.where-injection
    fifth = users.find({"name": str(name)})
    # ok: python.mongo.where-injection
    sixth = users.find({"$where": "this.name == this.login"})
    # ok: python.mongo.where-injection
    seventh = users.find({"$where": "this.age == %d" % int(name)})
    return first, users.find(query), third, fourth, fifth, sixth, seventh
