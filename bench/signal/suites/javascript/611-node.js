// CWE-611: XML that reads files of the server.
// == vulnerable: libxmljs
const libxmljs = require("libxmljs");
app.post("/xml", (req, res) => {
  const document = libxmljs.parseXml(req.body, { noent: true });
  res.json(document.root().name());
});
// == vulnerable: libxmljs2, another name
import * as libxml from "libxmljs2";
app.post("/xml", (req, res) => {
  const document = libxml.parseXmlString(req.body.xml, { noblanks: true, noent: true });
  res.json(document.root().name());
});
// == vulnerable: the document type is loaded
const libxmljs = require("libxmljs");
const document = libxmljs.parseXml(text, { dtdload: true, noent: true });
// == vulnerable: a method of an imported name
const { parseXml } = require("libxmljs");
const document = parseXml(text, { noent: true });
// == safe: libxmljs as it comes
const libxmljs = require("libxmljs");
app.post("/xml", (req, res) => {
  res.json(libxmljs.parseXml(req.body).root().name());
});
// == safe: said to be off
const libxmljs = require("libxmljs");
const document = libxmljs.parseXml(text, { noent: false });
// == safe: xml2js knows no entities
const xml2js = require("xml2js");
app.post("/xml", (req, res) => {
  xml2js.parseString(req.body, (error, result) => res.json(result));
});
// == safe: fast-xml-parser
const { XMLParser } = require("fast-xml-parser");
const parsed = new XMLParser().parse(text);
