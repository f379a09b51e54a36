// CWE-94: request data is run as code or as a template.
const express = require("express");
const vm = require("vm");

const app = express();
// == vulnerable: a vm script
app.post("/run", (req, res) => {
  const script = new vm.Script(`(${req.body.code})()`);
  res.json(script.runInThisContext());
});
// == vulnerable: vm2
const { VM } = require("vm2");
app.post("/run", (req, res) => {
  res.json(new VM().run(req.body.code));
});
// == vulnerable: a text for setTimeout
app.get("/later", (req, res) => {
  setTimeout("log('" + req.query.text + "')", 1000);
  res.end();
});
