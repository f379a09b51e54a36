# CWE-643: an XPath expression made of text. lxml, ElementTree, elementpath.
import xml.etree.ElementTree as ElementTree

import elementpath
import lxml.etree
from flask import Flask, request

app = Flask(__name__)
# == each: lxml
@app.route("/person")
def person():
    param = request.args.get("name", "")
    value = FLOW(param)
    tree = lxml.etree.parse("people.xml")
    return str(tree.xpath(f"/people/person[@name='{value}']"))
# == vulnerable: a compiled expression
@app.get("/compiled")
def compiled():
    find = lxml.etree.XPath("//person[@name='" + request.args["name"] + "']")
    return str(find(lxml.etree.parse("people.xml")))
# == vulnerable: ElementTree
@app.get("/find")
def find():
    root = ElementTree.parse("people.xml").getroot()
    return str(root.findall(".//person[@name='%s']" % request.args["name"]))
# == vulnerable: elementpath
@app.get("/select")
def select():
    root = ElementTree.parse("people.xml").getroot()
    return str(elementpath.select(root, "//person[@id='" + request.form["id"] + "']"))
# == vulnerable: the whole expression
@app.get("/whole")
def whole():
    return str(lxml.etree.parse("people.xml").getroot().xpath(request.args["query"]))
# == safe: a variable
@app.get("/variable")
def variable():
    return str(lxml.etree.parse("people.xml").xpath("//person[@name=$name]", name=request.args["name"]))
# == safe: a compiled expression with a variable
FIND = lxml.etree.XPath("//person[@name=$name]")


@app.get("/compiled")
def compiled():
    return str(FIND(lxml.etree.parse("people.xml"), name=request.args["name"]))
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
# == safe: compared in Python
@app.get("/compared")
def compared():
    people = lxml.etree.parse("people.xml").xpath("//person")
    return str([item for item in people if item.get("name") == request.args["name"]])
# == safe: a text's find
@app.get("/text")
def text():
    return str("a person".find(request.args["name"]))
