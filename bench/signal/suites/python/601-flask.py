# CWE-601: a redirect to wherever a stranger wants.
from urllib.parse import quote, urljoin, urlparse, urlsplit

from flask import Flask, Response, abort, make_response, redirect, request, url_for

app = Flask(__name__)
# == each: redirect
@app.route("/go")
def go():
    param = request.args.get("next", "")
    value = FLOW(param)
    return redirect(value)
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
# == vulnerable: the host ends as wanted
@app.get("/host")
def host():
    target = request.args["next"]
    if urlparse(target).netloc.endswith("example.org"):
        return redirect(target)
    return redirect("/")
# == vulnerable: parsed and never compared
@app.get("/parsed")
def parsed():
    target = request.args["next"]
    parts = urlsplit(target)
    app.logger.info("to %s", parts.netloc)
    return redirect(target)
# == vulnerable: a cookie
@app.get("/cookie")
def cookie():
    return redirect(request.cookies["return_to"], code=303)
# == safe: the host is compared
@app.get("/same")
def same():
    target = urljoin(request.host_url, request.args["next"])
    if urlparse(target).netloc != urlparse(request.host_url).netloc:
        abort(400)
    return redirect(target)
# == safe: a fixed host in front
@app.get("/docs")
def docs():
    return redirect("https://docs.example.org/search?q=" + quote(request.args["q"]))
# == safe: the value is an argument of our own address
@app.get("/search")
def search():
    return redirect(url_for("results", q=request.args["q"]))
# == safe: an allow list
@app.get("/allowed")
def allowed():
    target = request.args.get("next")
    if target not in {"/home", "/profile"}:
        target = "/home"
    return redirect(target)
# == safe: a table of targets
TARGETS = {"home": "/home", "profile": "/profile"}


@app.get("/table")
def by_name():
    return redirect(TARGETS.get(request.args["to"], "/home"))
# == safe: neither scheme nor host, and no second slash
@app.get("/local")
def local():
    target = request.args["next"].replace("\\", "/")
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        abort(400)
    return redirect(target)
