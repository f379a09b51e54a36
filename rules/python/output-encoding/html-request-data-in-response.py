import subprocess
from subprocess import check_output

from django.http import HttpResponse, JsonResponse
from django.utils.html import escape as html_escape
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import Flask, Response, jsonify, make_response, render_template, request
from markupsafe import escape

app = Flask(__name__)
api = FastAPI()
NAMES = {"a": "Anna"}


@app.route("/hello")
def hello():
    name = request.args.get("name", "")
    if not name:
        # ok: python.html.request-data-in-response
        return "Who?"
    # ruleid: python.html.request-data-in-response
    return "<h1>Hello " + name + "</h1>"


@app.route("/echo/<text>")
def echo(text):
    # ruleid: python.html.request-data-in-response
    return f"<p>{text.strip()}</p>"


@app.route("/formatted")
def formatted():
    # ruleid: python.html.request-data-in-response
    return "<p>{}</p>".format(request.args["q"]), 404


@app.route("/safe")
def safe():
    name = request.args["name"]
    if name == "json":
        # ok: python.html.request-data-in-response
        return jsonify(name=name)
    if name == "dict":
        # ok: python.html.request-data-in-response
        return {"name": name}
    if name == "template":
        # ok: python.html.request-data-in-response
        return render_template("hello.html", name=name)
    if name == "found":
        # ok: python.html.request-data-in-response
        return find_user(name)
    if name == "text":
        # ok: python.html.request-data-in-response
        return Response(name, mimetype="text/plain")
    if name == "known":
        # ok: python.html.request-data-in-response
        return "<h1>" + NAMES[name] + "</h1>"
    # ok: python.html.request-data-in-response
    return f"<h1>{escape(name)}</h1>"


@app.route("/made")
def made():
    # ruleid: python.html.request-data-in-response
    return make_response("<p>" + request.cookies.get("who") + "</p>")


def view(request):
    term = request.GET.get("q")
    # ruleid: python.html.request-data-in-response
    first = HttpResponse("Nothing for %s" % term)
    # ok: python.html.request-data-in-response
    second = HttpResponse(term, content_type="text/plain")
    # ok: python.html.request-data-in-response
    third = HttpResponse(html_escape(term))
    # ok: python.html.request-data-in-response
    return first, second, third, JsonResponse({"q": term})


@api.get("/page", response_class=HTMLResponse)
async def page(title: str, number: int):
    # ruleid: python.html.request-data-in-response
    one = HTMLResponse(f"<h1>{title}</h1>")
    # ok: python.html.request-data-in-response
    two = HTMLResponse(f"<h1>{number}</h1>")
    return one, two


@app.route("/status")
def status():
    # ok: python.html.request-data-in-response
    return "<p>No news at " + request.path + "</p>"


@app.route("/wiki")
@app.route("/wiki/<name>")
def wiki(name):
    # ruleid: python.html.request-data-in-response
    return "<p>Nothing at " + request.path + "</p>"


@app.errorhandler(404)
def gone(error):
    # ruleid: python.html.request-data-in-response
    return "<p>Nothing at " + request.path + "</p>", 404


@app.route("/lookup")
def lookup():
    # ok: python.html.request-data-in-response
    return subprocess.check_output(["nslookup", request.args["h"]])


@app.route("/lookup/text")
def lookup_text():
    # ok: python.html.request-data-in-response
    return check_output(["nslookup", request.args["h"]], text=True).strip()


@app.route("/deploy")
def deploy():
    # ok: python.html.request-data-in-response
    return str(subprocess.check_call(["deploy", request.args["h"]]))


@app.route("/checkpoint")
def checkpoint():
    # ok: python.html.request-data-in-response
    return store.checkpoint(request.args["h"])
