# CWE-611: XML that names files and addresses to be read.
import xml.sax
from xml.dom import pulldom
from xml.sax.handler import feature_external_ges

import defusedxml.ElementTree
import lxml.etree
from flask import Flask, request

app = Flask(__name__)
# == vulnerable: DTDs loaded
@app.post("/dtd")
def dtd():
    parser = lxml.etree.XMLParser(load_dtd=True, resolve_entities=True)
    return str(lxml.etree.parse(request.stream, parser))
