# CWE-611: XML that names files and addresses to be read.
import xml.sax
from xml.dom import pulldom
from xml.sax.handler import feature_external_ges

import defusedxml.ElementTree
import lxml.etree
from flask import Flask, request

app = Flask(__name__)
# == vulnerable: lxml resolves entities
@app.post("/lxml")
def parsed():
    parser = lxml.etree.XMLParser(resolve_entities=True, no_network=False)
    return str(lxml.etree.fromstring(request.data, parser))
# == vulnerable: SAX with external entities
@app.post("/sax")
def sax(handler):
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, True)
    parser.parse(request.stream)
    return ""
# == vulnerable: DTDs loaded
@app.post("/dtd")
def dtd():
    parser = lxml.etree.XMLParser(load_dtd=True, resolve_entities=True)
    return str(lxml.etree.parse(request.stream, parser))
# == safe: defusedxml
@app.post("/defused")
def defused():
    return str(defusedxml.ElementTree.fromstring(request.data))
# == safe: lxml without entities
@app.post("/lxml")
def parsed():
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    return str(lxml.etree.fromstring(request.data, parser))
# == safe: SAX as it is
@app.post("/sax")
def sax():
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, False)
    parser.parse(request.stream)
    return ""
# == safe: our own file
def own():
    return lxml.etree.parse("/srv/app/menu.xml", lxml.etree.XMLParser(resolve_entities=False))
