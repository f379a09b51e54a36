# CWE-94: a stranger's text becomes a program or a template.
import ast
import importlib

from flask import Flask, render_template_string, request
from jinja2 import Template
from jinja2.sandbox import SandboxedEnvironment

app = Flask(__name__)
# == each: eval
@app.route("/sum")
def total():
    param = request.args.get("expression", "")
    value = FLOW(param)
    return str(eval(value))
# == vulnerable: emptied builtins do not help
@app.get("/builtins")
def builtins():
    return str(eval(request.args["expression"], {"__builtins__": {}}))
# == safe: a sandbox
@app.get("/sandbox")
def sandboxed():
    return SandboxedEnvironment().from_string(request.args["text"]).render()
