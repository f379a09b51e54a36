const libxmljs = require("libxmljs");

app.post("/xml", (req, res) => {
  // ruleid: javascript.xml.external-entities
  const document = libxmljs.parseXml(req.body, { noent: true });
  // ruleid: javascript.xml.external-entities
  libxmljs.parseXmlString(req.body, { noblanks: true, dtdload: true });
  // ok: javascript.xml.external-entities
  libxmljs.parseXml(req.body);
  // ok: javascript.xml.external-entities
  libxmljs.parseXml(req.body, { noent: false });
  // ok: javascript.xml.external-entities
  libxmljs.parseXml(req.body, { noblanks: true });
  res.json(document.root().name());
});
