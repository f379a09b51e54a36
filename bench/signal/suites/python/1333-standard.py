# CWE-1333: patterns that take forever, and patterns of a stranger.
import re

from flask import Flask, request

app = Flask(__name__)
# == vulnerable: a repeated repetition
NAME = re.compile(r"^([a-z]+)+$")
# == vulnerable: an optional separator
WORDS = re.compile(r"^(\w+\s?)*$")
# == vulnerable: a class
def is_mail(text):
    return re.match(r"^([a-zA-Z0-9]+[._-]?)+@example\.org$", text)
# == vulnerable: anything, again and again
def is_list(text):
    return re.fullmatch(r"(.*,?)*;", text)
# == vulnerable: the pattern is a stranger's
@app.get("/search")
def search():
    return str(re.findall(request.args["pattern"], app.text))
# == safe: a separator that is no letter
NAME = re.compile(r"^[a-z]+(-[a-z]+)*$")
# == safe: one repetition
WORD = re.compile(r"^\w+$")
# == safe: a fixed separator first
def is_path(text):
    return re.match(r"^(/[a-z]+)+$", text)
# == safe: a bounded repetition
PARTS = re.compile(r"^([a-z]{1,10}\.){1,3}$")
# == safe: nothing can fail behind it
PREFIX = re.compile(r"(\w+\s*)*")
# == safe: escaped
@app.get("/search")
def search():
    return str(re.findall(re.escape(request.args["text"]), app.text))
