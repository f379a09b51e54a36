import bleach
from django.shortcuts import render
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from flask import Flask, render_template, render_template_string, request
from markupsafe import Markup

app = Flask(__name__)


@app.get("/note")
def note():
    # ruleid: python.html.request-data-marked-safe
    body = Markup("<b>" + request.args["body"] + "</b>")
    # ruleid: python.html.request-data-marked-safe
    render_template_string("<p>{{ name | safe }}</p>", name=request.args["name"])
    # ok: python.html.request-data-marked-safe
    render_template_string("<p>{{ name }}</p>", name=request.args["name"])
    # ok: python.html.request-data-marked-safe
    title = Markup("<i>{}</i>").format(request.args["title"])
    # ok: python.html.request-data-marked-safe
    clean = Markup(bleach.clean(request.args["body"]))
    return render_template("note.html", body=body, title=title, clean=clean)


def label(request):
    # ruleid: python.html.request-data-marked-safe
    title = mark_safe("<b>%s</b>" % request.GET["title"])
    # ruleid: python.html.request-data-marked-safe
    name = format_html("<i>" + request.GET["name"] + "</i>")
    # ok: python.html.request-data-marked-safe
    text = mark_safe("<b>" + escape(request.GET["text"]) + "</b>")
    # ok: python.html.request-data-marked-safe
    link = format_html("<a>{}</a>", request.GET["link"])
    return render(request, "label.html", {"title": title, "name": name, "text": text, "link": link})
