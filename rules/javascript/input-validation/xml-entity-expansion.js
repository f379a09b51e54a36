const expat = require("node-expat");
const libxml = require("libxmljs");
const xml2json = require("xml2json");

app.post("/feed", (req, res) => {
  const parser = new expat.Parser("UTF-8");
  // ruleid: javascript.xml.entity-expansion
  parser.write(req.body);
  // ok: javascript.xml.entity-expansion
  parser.write("<feed/>");
  const reader = new libxml.SaxParser();
  // ruleid: javascript.xml.entity-expansion
  reader.parseString(req.body.text);
  // ruleid: javascript.xml.entity-expansion
  const feed = xml2json.toJson(req.body.text, { object: true });
  // ok: javascript.xml.entity-expansion
  const own = xml2json.toJson(settings.text);
  // ok: javascript.xml.entity-expansion
  const plain = libxml.parseXml(req.body.text);
  res.json([feed, own, plain]);
});
