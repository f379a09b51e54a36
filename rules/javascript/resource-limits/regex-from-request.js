const express = require("express");
const escapeText = require("escape-string-regexp");

const app = express();

app.get("/grep", (req, res) => {
  // ruleid: javascript.regex.from-request
  const wanted = new RegExp(req.query.q, "i");
  // ruleid: javascript.regex.from-request
  Item.find({ name: { $regex: req.query.q } });
  // ok: javascript.regex.from-request
  const exact = new RegExp(escapeText(req.query.q));
  // unsure: javascript.regex.from-request
  const escaped = new RegExp(escapeRegExp(req.query.q));
  // ok: javascript.regex.from-request
  const fixed = new RegExp("^[a-z]+$").test(req.query.q);
  // ok: javascript.regex.from-request
  const found = names.filter((name) => name.includes(req.query.q));
  res.json({ wanted, exact, escaped, fixed, found });
});
