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
# == vulnerable: exec
@app.post("/run")
def run():
    exec(request.form["code"])
    return ""
# == vulnerable: compiled first
@app.post("/compiled")
def compiled():
    program = compile(request.form["code"], "<form>", "exec")
    exec(program, {})
    return ""
# == vulnerable: a template
@app.get("/template")
def template():
    return render_template_string("<p>Hello " + request.args["name"] + "</p>")
# == vulnerable: a Jinja template
@app.get("/jinja")
def jinja():
    return Template(request.args["text"]).render(user="a")
# == vulnerable: emptied builtins do not help
@app.get("/builtins")
def builtins():
    return str(eval(request.args["expression"], {"__builtins__": {}}))
# == safe: a literal
@app.get("/literal")
def literal():
    return str(ast.literal_eval(request.args["value"]))
# == safe: a fixed template
@app.get("/template")
def template():
    return render_template_string("<p>Hello {{ name }}</p>", name=request.args["name"])
# == safe: a fixed program
@app.get("/fixed")
def fixed():
    return str(eval("1 + 1")) + str(len(request.args["text"]))
# == safe: a table of functions
OPERATIONS = {"sum": sum, "max": max}


@app.get("/table")
def by_name():
    return str(OPERATIONS[request.args["operation"]]([1, 2, 3]))
# == safe: a method that is called eval
@app.get("/model")
def model():
    return str(load_model().eval(request.args["text"]))
# == safe: a sandbox
@app.get("/sandbox")
def sandboxed():
    return SandboxedEnvironment().from_string(request.args["text"]).render()
