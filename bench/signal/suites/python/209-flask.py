# CWE-209: the inside is told to clients.
import traceback

from django.http import HttpResponse
from flask import Flask, jsonify

app = Flask(__name__)
# == vulnerable: a stack trace
@app.get("/report")
def report():
    try:
        return make()
    except Exception:
        return traceback.format_exc(), 500
# == vulnerable: as JSON
@app.get("/json")
def data():
    try:
        return make()
    except Exception:
        return jsonify(error=traceback.format_exc()), 500
# == vulnerable: for every error
@app.errorhandler(500)
def failed(error):
    return "<pre>" + traceback.format_exc() + "</pre>", 500
# == vulnerable: Django
def view(request):
    try:
        return make()
    except Exception:
        return HttpResponse(traceback.format_exc(), status=500)
# == safe: logged
@app.get("/report")
def report():
    try:
        return make()
    except Exception:
        app.logger.error("report: %s", traceback.format_exc())
        return "this did not work", 500
# == safe: the framework's own page
@app.get("/json")
def data():
    return make()
# == safe: the text of an error of one's own
@app.get("/order")
def order():
    try:
        return make()
    except OutOfStock as error:
        return str(error), 409
# == safe: only for developers
@app.errorhandler(500)
def failed(error):
    if app.debug:
        return traceback.format_exc(), 500
    return "this did not work", 500
