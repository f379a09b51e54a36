import xml.dom.minidom
import xml.etree.ElementTree as ET

import defusedxml.ElementTree as SafeET
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.route("/import", methods=["POST"])
def take():
    # ruleid: python.xml.request-data
    ET.fromstring(request.data)
    # ruleid: python.xml.request-data
    xml.dom.minidom.parseString(request.get_data())
    # ruleid: python.xml.request-data
    etree.fromstring(request.data)
    # ok: python.xml.request-data
    etree.fromstring(request.data, etree.XMLParser(resolve_entities=False))
    # ok: python.xml.request-data
    SafeET.fromstring(request.data)
    # ok: python.xml.request-data
    ET.parse("settings.xml").find(request.args["name"])
    return ""
