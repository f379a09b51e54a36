# CWE-776: XML that grows while it is read.
import xml.dom.minidom
import xml.etree.ElementTree as ElementTree
import xml.sax

import defusedxml.ElementTree
import lxml.etree
from flask import Flask, request

app = Flask(__name__)
# == safe: made, not read
@app.get("/c")
def c():
    element = ElementTree.Element("name")
    element.text = request.args["name"]
    return ElementTree.tostring(element)
