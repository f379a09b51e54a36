const ldap = require("ldapjs");
const ldapEscape = require("ldap-escape");

app.post("/login", (req, res) => {
  // ruleid: javascript.ldap.injection
  client.search("dc=example", { filter: `(uid=${req.body.name})`, scope: "sub" }, done);
  const options = {
    scope: "sub",
    // ruleid: javascript.ldap.injection
    filter: "(uid=" + req.query.name + ")",
  };
  client.search("dc=example", options, done);
  // ok: javascript.ldap.injection
  client.search("dc=example", { filter: new ldap.EqualityFilter({ attribute: "uid", value: req.body.name }) }, done);
  // ok: javascript.ldap.injection
  client.search("dc=example", { filter: ldapEscape.filter`(uid=${req.body.name})` }, done);
  // unsure: javascript.ldap.injection
  client.search("dc=example", { filter: `(uid=${escapeFilter(req.body.name)})` }, done);
  // ok: javascript.ldap.injection
  client.search("dc=example", { filter: "(objectClass=person)", sizeLimit: Number(req.query.limit) }, done);
});

app.post("/members", async ({ body }, res) => {
  const options = { scope: "sub" };
  // ruleid: javascript.ldap.injection
  options.filter = "(&(uid=" + body.uid + ")(active=TRUE))";
  // ruleid: javascript.ldap.injection
  const found = await client.search("dc=example", { filter: `(uid=${body.uid})` });
  // ok: javascript.ldap.injection
  options.filter = new EqualityFilter({ attribute: "uid", value: body.uid });
  res.json(found);
});
