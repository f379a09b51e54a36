# CWE-79: a stranger's text becomes markup. Flask and Jinja.
import html
import json

import markupsafe
from flask import Flask, Response, jsonify, make_response, render_template, render_template_string, request
from markupsafe import Markup, escape

app = Flask(__name__)
# == each: the answer of a view
@app.route("/hello")
def hello():
    param = request.args.get("name", "")
    value = FLOW(param)
    return "<p>Hello " + value + "</p>"
# == each: collected in a list
@app.post("/hello")
def hello():
    param = request.form["name"]
    value = FLOW(param)
    parts = ["<ul>"]
    parts.append(f"<li>{value}</li>")
    return "".join(parts)
# == vulnerable: a response
@app.get("/answer")
def answer():
    return make_response(f"<h1>{request.args['title']}</h1>")
# == vulnerable: a response object
@app.get("/object")
def made():
    return Response("<b>%s</b>" % request.cookies["name"], mimetype="text/html")
# == vulnerable: Markup
@app.get("/markup")
def marked():
    return render_template("page.html", body=Markup("<b>" + request.args["body"] + "</b>"))
# == vulnerable: escaping switched off in the template
@app.get("/filter")
def filtered():
    return render_template_string("<p>{{ name | safe }}</p>", name=request.args["name"])
# == vulnerable: the part of the address
@app.get("/hello/<name>")
def hello(name):
    return f"<p>Hello {name}</p>"
# == vulnerable: in a script
@app.get("/script")
def script():
    return "<script>let name = '" + html.escape(request.args["name"], quote=False) + "'</script>"
# == safe: html.escape
@app.get("/hello")
def hello():
    return "<p>Hello " + html.escape(request.args["name"]) + "</p>"
# == safe: markupsafe
@app.get("/escaped")
def escaped():
    return f"<p>{escape(request.args['name'])}</p>"
# == safe: Markup formats what it escapes
@app.get("/format")
def formatted():
    return Markup("<p>{}</p>").format(request.args["name"])
# == safe: a template escapes
@app.get("/template")
def template():
    return render_template("hello.html", name=request.args["name"])
# == safe: a template from a text escapes
@app.get("/text")
def text():
    return render_template_string("<p>{{ name }}</p>", name=request.args["name"])
# == safe: plain text
@app.get("/plain")
def plain():
    return Response("Hello " + request.args["name"], mimetype="text/plain")
# == safe: JSON
@app.get("/json")
def data():
    return jsonify(name=request.args["name"])
# == safe: a dictionary is JSON
@app.get("/dict")
def mapping():
    return {"name": request.args["name"]}
# == safe: a number
@app.get("/number")
def number():
    return f"<p>{int(request.args['page'])}</p>"
# == safe: JSON by hand, said to be JSON
@app.get("/dumped")
def dumped():
    return Response(json.dumps({"name": request.args["name"]}), content_type="application/json")
