// CWE-1333: expressions that take exponential time.
const express = require("express");
const app = express();
// == vulnerable: a text's match
app.get("/search", (req, res) => {
  res.json(names.filter((name) => name.match(RegExp(`.*${req.query.q}.*`))));
});
// == safe: escaped
const _ = require("lodash");
app.get("/search", (req, res) => {
  const expression = new RegExp(_.escapeRegExp(req.query.q), "i");
  res.json(names.filter((name) => expression.test(name)));
});
// == safe: escaped by hand
app.get("/search", (req, res) => {
  const text = req.query.q.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  res.json(names.filter((name) => new RegExp(text).test(name)));
});
