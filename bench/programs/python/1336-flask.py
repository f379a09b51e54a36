# CWE-1336: a stranger's text is the template.
from django.template import Template
from flask import Flask, render_template, render_template_string, request
from jinja2 import Environment
from jinja2.sandbox import SandboxedEnvironment
from mako.template import Template as Mako

app = Flask(__name__)
environment = Environment(autoescape=True)
# == vulnerable: Mako
@app.post("/mako")
def mako():
    return Mako(request.form["text"]).render()
