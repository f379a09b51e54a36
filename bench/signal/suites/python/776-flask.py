# CWE-776: XML that grows while it is read.
import xml.dom.minidom
import xml.etree.ElementTree as ElementTree
import xml.sax

import defusedxml.ElementTree
import lxml.etree
from flask import Flask, request

app = Flask(__name__)
# == vulnerable: ElementTree
@app.post("/a")
def a():
    return ElementTree.fromstring(request.data).tag
# == vulnerable: minidom
@app.post("/b")
def b():
    return xml.dom.minidom.parseString(request.get_data()).documentElement.tagName
# == vulnerable: an upload
@app.post("/c")
def c():
    return ElementTree.parse(request.files["file"]).getroot().tag
# == vulnerable: lxml
@app.post("/d")
def d():
    return lxml.etree.fromstring(request.data).tag
# == safe: defusedxml
@app.post("/a")
def a():
    return defusedxml.ElementTree.fromstring(request.data).tag
# == safe: a file of ours
@app.get("/b")
def b():
    return ElementTree.parse("/etc/app.xml").getroot().tag
# == safe: made, not read
@app.get("/c")
def c():
    element = ElementTree.Element("name")
    element.text = request.args["name"]
    return ElementTree.tostring(element)
