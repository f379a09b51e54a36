const xpath = require("xpath");

app.post("/login", (req, res) => {
  // ruleid: javascript.xpath.injection
  const user = xpath.select(`//user[name='${req.body.name}']`, document);
  // ruleid: javascript.xpath.injection
  xpath.parse("//user[@id='" + req.query.id + "']");
  // ok: javascript.xpath.injection
  xpath.parse("//user[name=$name]").select({ node: document, variables: { name: req.body.name } });
  // ok: javascript.xpath.injection
  xpath.select(`//user[${Number(req.query.id)}]`, document);
  // ok: javascript.xpath.injection
  xpath.select("//user", document);
  res.json(user);
});

const libxml = require("libxmljs2");
const { select1: first } = require("xpath");
const inNamespace = xpath.useNamespaces({ a: "urn:a" });

app.get("/staff", ({ query }, res) => {
  const people = libxml.parseXml(text);
  // ruleid: javascript.xpath.injection
  const one = people.get(`//person[@id='${query.id}']`);
  // ruleid: javascript.xpath.injection
  first("//person[@id='" + query.id + "']", text);
  // ruleid: javascript.xpath.injection
  inNamespace("//a:person[@id='".concat(query.id, "']"), text);
  // ok: javascript.xpath.injection
  inNamespace("//a:person", text);
  res.json(one);
});
