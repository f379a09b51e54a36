import xml.sax
from io import BytesIO
from xml.sax import handler

import defusedxml.ElementTree
from lxml import etree


def load(data):
    # ruleid: python.xml.external-entities
    parser = etree.XMLParser(resolve_entities=True)
    # ruleid: python.xml.external-entities
    parser = etree.XMLParser(no_network=False, resolve_entities=False)
    # ok: python.xml.external-entities
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    # ok: python.xml.external-entities
    etree.fromstring(data, parser)
    reader = xml.sax.make_parser()
    # ruleid: python.xml.external-entities
    reader.setFeature(handler.feature_external_ges, True)
    # ok: python.xml.external-entities
    reader.setFeature(handler.feature_external_ges, False)
    # ok: python.xml.external-entities
    reader.setFeature(handler.feature_namespaces, True)
    # ok: python.xml.external-entities
    return defusedxml.ElementTree.parse(BytesIO(data))
