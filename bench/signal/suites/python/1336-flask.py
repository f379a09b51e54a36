# CWE-1336: a stranger's text is the template.
from django.template import Template
from flask import Flask, render_template, render_template_string, request
from jinja2 import Environment
from jinja2.sandbox import SandboxedEnvironment
from mako.template import Template as Mako

app = Flask(__name__)
environment = Environment(autoescape=True)
# == vulnerable: Flask
@app.get("/hello")
def hello():
    return render_template_string("<p>Hello " + request.args["name"] + "</p>")
# == vulnerable: Jinja
@app.post("/mail")
def mail():
    return environment.from_string(request.form["text"]).render(user="you")
# == vulnerable: Mako
@app.post("/mako")
def mako():
    return Mako(request.form["text"]).render()
# == vulnerable: Django
def preview(request):
    return Template(request.POST["text"])
# == safe: a value of the template
@app.get("/hello")
def hello():
    return render_template_string("<p>Hello {{ name }}</p>", name=request.args["name"])
# == safe: a sandbox
@app.post("/mail")
def mail():
    return SandboxedEnvironment().from_string(request.form["text"]).render(user="you")
# == safe: a file
@app.get("/page")
def page():
    return render_template("page.html", text=request.args["text"])
# == safe: Jinja, a value
@app.post("/mail")
def mail():
    return environment.from_string("Hello {{ name }}").render(name=request.form["name"])
