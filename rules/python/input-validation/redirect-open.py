from urllib.parse import urlparse

from aiohttp import web
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from flask import Flask, redirect, request, url_for

app = Flask(__name__)
api = FastAPI()


@app.route("/login")
def login():
    # ruleid: python.redirect.open
    return redirect(request.args.get("next", "/"))


@app.route("/done")
def done():
    target = request.args.get("next")
    if target and urlparse(target).netloc == "":
        # ok: python.redirect.open
        return redirect(target)
    # ok: python.redirect.open
    return redirect(url_for("index", q=request.args.get("q")))


@app.route("/slash")
def slash():
    # ok: python.redirect.open
    return redirect(request.url + "/")


@app.route("/u/<name>")
def user(name):
    # ok: python.redirect.open
    return redirect(f"/users/{name}")


@app.route("/choose")
def choose():
    # ok: python.redirect.open
    return redirect("/search?q=" + request.args["q"])


def after(request):
    target = request.GET.get("next", "/")
    # ruleid: python.redirect.open
    return HttpResponseRedirect(target)


def after_checked(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    # ok: python.redirect.open
    return HttpResponseRedirect(target)


@api.get("/out")
async def out(url: str):
    # ruleid: python.redirect.open
    return RedirectResponse(url=url)


async def back(request):
    # ruleid: python.redirect.open
    raise web.HTTPFound(location=request.query["back"])


@app.route("/repeated")
def repeated():
    if request.args.get("next") and is_safe_url(request.args.get("next")):
        # unsure: python.redirect.open
        return redirect(request.args.get("next"))
    # ruleid: python.redirect.open
    return redirect(request.args.get("next"))


async def below(request):
    # ok: python.redirect.open
    raise web.HTTPFound(f"/items/{request.match_info['name']}")


def wrapped():
    from links import url_for

    # unsure: python.redirect.open
    return redirect(url_for("page", **request.args))


@app.route("/saved", methods=["POST"])
def saved():
    to = url_for("index")
    to += "?q=" + request.args["q"]
    # ok: python.redirect.open
    return redirect(to)


def edited(request):
    to = reverse("items")
    to += request.headers.get("Referer", "").partition("?")[2]
    # ok: python.redirect.open
    return HttpResponseRedirect(to)
