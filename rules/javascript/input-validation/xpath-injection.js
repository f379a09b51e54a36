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
