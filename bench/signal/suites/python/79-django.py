# CWE-79 in Django views.
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
# == vulnerable: a response
def hello(request):
    return HttpResponse("<p>Hello " + request.GET["name"] + "</p>")
# == vulnerable: mark_safe of a format
def title(request):
    return render(request, "page.html", {"title": mark_safe("<b>%s</b>" % request.GET["title"])})
# == vulnerable: mark_safe of what the model holds
def label(obj):
    return mark_safe(f"<a href='/{obj.pk}'>{obj.title}</a>")
# == vulnerable: joined, then marked
def listing(pages):
    return mark_safe(", ".join(page.title for page in pages))
# == vulnerable: format_html of a text that is formatted already
def link(request):
    return HttpResponse(format_html("<b>" + request.POST["name"] + "</b>"))
# == safe: escape
def hello(request):
    return HttpResponse("<p>Hello " + escape(request.GET["name"]) + "</p>")
# == safe: format_html
def label(obj):
    return format_html("<a href='/{}'>{}</a>", obj.pk, obj.title)
# == safe: format_html_join
def listing(pages):
    return format_html_join(", ", "{}", ((page.title,) for page in pages))
# == safe: a constant
def star():
    return mark_safe("<span class='star'></span>")
# == safe: a template
def title(request):
    return render(request, "page.html", {"title": request.GET["title"]})
# == safe: plain text
def plain(request):
    return HttpResponse("Hello " + request.GET["name"], content_type="text/plain")
# == safe: JSON
def data(request):
    return JsonResponse({"name": request.GET["name"]})
# == safe: escaped before it is marked
def marked(obj):
    return mark_safe("<b>" + escape(obj.title) + "</b>")
