import re
import xml.etree.ElementTree as ET

from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.route("/user")
def user():
    name = request.args["name"]
    tree = etree.parse("users.xml")
    # ruleid: python.xpath.injection
    tree.xpath("//user[@name='" + name + "']")
    # ruleid: python.xpath.injection
    tree.findall(f".//user[@name='{name}']")
    # ruleid: python.xpath.injection
    etree.XPath("//user[@name='%s']" % name)
    plain = ET.parse("users.xml")
    # ruleid: python.xpath.injection
    plain.find(f".//user[@name='{name}']")
    # ok: python.xpath.injection
    tree.xpath("//user[@name=$name]", name=name)
    # ok: python.xpath.injection
    tree.xpath(f"//user[@id={int(name)}]")
    # ok: python.xpath.injection
    position = request.args["text"].find(name)
    # ok: python.xpath.injection
    re.findall(r"\w+", name)
    return str(position)


@app.route("/strict")
def strict():
    name = request.args["name"]
    if "'" in name:
        return "no"
    # ok: python.xpath.injection
    return str(etree.parse("users.xml").xpath("//user[@name='" + name + "']"))
