from flask import request

ALLOWED = {"https://example.org"}


def answer(response):
    # ruleid: python.cors.reflected-origin
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")
    origin = request.headers["Origin"]
    # ruleid: python.cors.reflected-origin
    response.headers.add("Access-Control-Allow-Origin", origin)
    # ok: python.cors.reflected-origin
    response.headers["Access-Control-Allow-Origin"] = "*"
    # ok: python.cors.reflected-origin
    response.headers["Vary"] = request.headers.get("Origin")
    return response


def careful(response):
    origin = request.headers.get("Origin")
    if origin in ALLOWED:
        # ok: python.cors.reflected-origin
        response.headers["Access-Control-Allow-Origin"] = origin
    return response


def answered(request, response):
    # ruleid: python.cors.reflected-origin
    response["Access-Control-Allow-Origin"] = request.META.get("HTTP_ORIGIN")
    return response


def by_answer(config, response):
    allowed = None
    known = request.headers.get("Origin") in config["origins"]
    if known:
        allowed = request.headers.get("Origin")
    # ok: python.cors.reflected-origin
    response.headers["Access-Control-Allow-Origin"] = allowed
    return response


def at_once(config, response):
    if request.headers.get("Origin") in config["origins"]:
        # ok: python.cors.reflected-origin
        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")
    return response
