# CWE-643: an XPath expression made of text. lxml, ElementTree, elementpath.
import xml.etree.ElementTree as ElementTree

import elementpath
import lxml.etree
from flask import Flask, request

app = Flask(__name__)
# == vulnerable: elementpath
@app.get("/select")
def select():
    root = ElementTree.parse("people.xml").getroot()
    return str(elementpath.select(root, "//person[@id='" + request.form["id"] + "']"))
# == safe: elementpath with a variable
@app.get("/select")
def select():
    root = ElementTree.parse("people.xml").getroot()
    return str(elementpath.select(root, "//person[@id=$id]", variables={"id": request.args["id"]}))
# == safe: quotes are refused
@app.get("/refused")
def refused():
    name = request.args["name"]
    if not name.isalnum():
        return "", 400
    return str(lxml.etree.parse("people.xml").xpath(f"//person[@name='{name}']"))
