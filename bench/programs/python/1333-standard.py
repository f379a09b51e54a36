# CWE-1333: patterns that take forever, and patterns of a stranger.
import re

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: a class
def is_mail(text):
    return re.match(r"^([a-zA-Z0-9]+[._-]?)+@example\.org$", text)
# == vulnerable: anything, again and again
def is_list(text):
    return re.fullmatch(r"(.*,?)*;", text)
# == safe: a fixed separator first
def is_path(text):
    return re.match(r"^(/[a-z]+)+$", text)
