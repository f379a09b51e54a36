from django.template import Template as DjangoTemplate
from flask import Flask, render_template, render_template_string, request
from jinja2 import Environment, Template

app = Flask(__name__)
PAGES = {"a": "<b>{{ name }}</b>"}


@app.route("/hello")
def hello():
    name = request.args["name"]
    # ruleid: python.template.injection
    render_template_string("<h1>Hello " + name + "</h1>")
    # ruleid: python.template.injection
    Template(f"Hello {name}").render()
    # ruleid: python.template.injection
    Environment(autoescape=True).from_string(name)
    # ok: python.template.injection
    Template("Hello {{ name }}").render(name=name)
    # ok: python.template.injection
    render_template("hello.html", name=name)
    # ok: python.template.injection
    render_template_string(PAGES[name])
    # ok: python.template.injection
    return render_template_string("<h1>Hello {{ name }}</h1>", name=name)


def mail(request):
    # ruleid: python.template.injection
    DjangoTemplate(request.POST["body"])
    # ok: python.template.injection
    string.Template(request.POST["body"])
