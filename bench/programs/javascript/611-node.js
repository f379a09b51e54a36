// CWE-611: XML that reads files of the server.
// == vulnerable: libxmljs2, another name
import * as libxml from "libxmljs2";
app.post("/xml", (req, res) => {
  const document = libxml.parseXmlString(req.body.xml, { noblanks: true, noent: true });
  res.json(document.root().name());
});
