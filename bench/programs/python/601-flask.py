# CWE-601: a redirect to wherever a stranger wants.
from urllib.parse import quote, urljoin, urlparse, urlsplit

from flask import Flask, Response, abort, make_response, redirect, request, url_for

app = Flask(__name__)
# == vulnerable: a Location header
@app.route("/go")
def go():
    answer = make_response("", 302)
    answer.headers["Location"] = request.args["next"]
    return answer
# == vulnerable: a Location of a new response
@app.post("/go")
def go():
    return Response(status=303, headers={"Location": request.form["next"]})
# == vulnerable: the Referer
@app.post("/back")
def back():
    return redirect(request.headers.get("Referer", "/"))
# == vulnerable: only a leading slash is asked for
@app.get("/slash")
def slash():
    target = request.args["next"]
    if not target.startswith("/"):
        target = "/"
    return redirect(target)
# == safe: neither scheme nor host, and no second slash
@app.get("/local")
def local():
    target = request.args["next"].replace("\\", "/")
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        abort(400)
    return redirect(target)
