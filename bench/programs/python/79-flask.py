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
# == vulnerable: in a script
@app.get("/script")
def script():
    return "<script>let name = '" + html.escape(request.args["name"], quote=False) + "'</script>"
