# CWE-79 in Django views.
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
# == safe: format_html_join
def listing(pages):
    return format_html_join(", ", "{}", ((page.title,) for page in pages))
