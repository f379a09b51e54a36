// CWE-1333: expressions that take exponential time.
const express = require("express");
const app = express();
// == vulnerable: the expression is the client's
app.get("/search", (req, res) => {
  const expression = new RegExp(req.query.q, "i");
  res.json(names.filter((name) => expression.test(name)));
});
// == vulnerable: a part of the expression
app.get("/search", (req, res) => {
  res.json(names.filter((name) => new RegExp("^" + req.query.q).test(name)));
});
// == vulnerable: a text's match
app.get("/search", (req, res) => {
  res.json(names.filter((name) => name.match(RegExp(`.*${req.query.q}.*`))));
});
// == vulnerable: MongoDB
app.get("/search", async (req, res) => {
  res.json(await User.find({ name: { $regex: req.query.q, $options: "i" } }));
});
// == vulnerable: nested repetition
const NAME = /^([a-zA-Z0-9]+\s?)*$/;
app.post("/name", (req, res) => {
  res.json(NAME.test(req.body.name));
});
// == vulnerable: nested repetition, twice
const WORDS = /^(\w+)+$/;
app.post("/words", (req, res) => {
  res.json(WORDS.test(req.body.text));
});
// == vulnerable: an alternative that overlaps
const EMAIL = /^([a-z]|[a-z0-9])+@example\.com$/;
app.post("/mail", (req, res) => {
  res.json(EMAIL.test(req.body.mail));
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
// == safe: includes
app.get("/search", (req, res) => {
  res.json(names.filter((name) => name.includes(req.query.q)));
});
// == safe: a constant expression
const NAME = /^[a-zA-Z0-9]+(?: [a-zA-Z0-9]+)*$/;
app.post("/name", (req, res) => {
  res.json(NAME.test(req.body.name));
});
// == safe: an engine without backtracking
const RE2 = require("re2");
app.get("/search", (req, res) => {
  const expression = new RE2(req.query.q);
  res.json(names.filter((name) => expression.test(name)));
});
// == safe: one repetition
const NUMBER = /^\d+(,\d{3})*$/;
app.post("/number", (req, res) => {
  res.json(NUMBER.test(req.body.number));
});
