import xml.sax
from xml.dom import minidom
from xml.dom.minidom import parseString
from xml.etree import ElementTree as tree

import defusedxml.ElementTree
from lxml import etree


def read(document, path):
    # ruleid: python.xml.plain-parser
    first = tree.fromstring(document)
    # ruleid: python.xml.plain-parser
    second = minidom.parse(path)
    # ruleid: python.xml.plain-parser
    third = parseString(document)
    # ruleid: python.xml.plain-parser
    fourth = etree.fromstring(document)
    # ruleid: python.xml.plain-parser
    reader = xml.sax.make_parser()
    # ok: python.xml.plain-parser
    fifth = defusedxml.ElementTree.fromstring(document)
    # ok: python.xml.plain-parser
    sixth = etree.fromstring(document, etree.XMLParser(resolve_entities=False))
    # ok: python.xml.plain-parser
    made = tree.Element("root")
    return first, second, third, fourth, fifth, sixth, reader, made
