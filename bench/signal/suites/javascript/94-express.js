// CWE-94: request data is run as code or as a template.
const express = require("express");
const vm = require("vm");

const app = express();
// == each: eval
app.get("/calculate", (req, res) => {
  const param = req.query.formula;
  const value = FLOW(param);
  res.json(eval(value));
});
// == vulnerable: new Function
app.post("/calculate", (req, res) => {
  const run = new Function("x", "return " + req.body.formula);
  res.json(run(1));
});
// == vulnerable: vm
app.post("/run", (req, res) => {
  res.json(vm.runInNewContext(req.body.code, {}));
});
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
// == vulnerable: a module is chosen
app.get("/plugin/:name", (req, res) => {
  const plugin = require("./plugins/" + req.params.name);
  res.json(plugin.run());
});
// == vulnerable: an EJS template
const ejs = require("ejs");
app.post("/preview", (req, res) => {
  res.send(ejs.render(req.body.template, { user: "x" }));
});
// == vulnerable: a Pug template
const pug = require("pug");
app.post("/preview", (req, res) => {
  res.send(pug.compile("p " + req.body.text)());
});
// == vulnerable: a Handlebars template
const Handlebars = require("handlebars");
app.post("/preview", (req, res) => {
  const template = Handlebars.compile(req.body.template);
  res.send(template({ user: "x" }));
});
// == vulnerable: a Nunjucks template
const nunjucks = require("nunjucks");
app.get("/hello", (req, res) => {
  res.send(nunjucks.renderString("Hello " + req.query.name, {}));
});
// == vulnerable: a lodash template
const _ = require("lodash");
app.post("/preview", (req, res) => {
  res.send(_.template(req.body.template)({ user: "x" }));
});
// == vulnerable: template options from the client
app.get("/page", (req, res) => {
  res.render("page", req.query);
});
// == safe: JSON
app.post("/calculate", (req, res) => {
  res.json(JSON.parse(req.body.text));
});
// == safe: chosen from a table
const OPERATIONS = { add: (a, b) => a + b, sub: (a, b) => a - b };
app.get("/calculate", (req, res) => {
  const operation = OPERATIONS[req.query.operation];
  res.json(operation ? operation(1, 2) : null);
});
// == safe: a fixed template
app.get("/hello", (req, res) => {
  res.send(ejs.render("<p>Hello <%= name %></p>", { name: req.query.name }));
});
// == safe: a function for setTimeout
app.get("/later", (req, res) => {
  setTimeout(() => console.log("later"), Number(req.query.delay));
  res.end();
});
// == safe: a compiled template gets data
const Handlebars = require("handlebars");
const template = Handlebars.compile("<p>Hello {{name}}</p>");
app.get("/hello", (req, res) => {
  res.send(template({ name: req.query.name }));
});
// == safe: code is a constant
app.get("/sum", (req, res) => {
  res.json(vm.runInNewContext("a + b", { a: Number(req.query.a), b: 1 }));
});
// == safe: an own function called eval
app.get("/redis", async (req, res) => {
  res.json(await redis.eval("return redis.call('get', KEYS[1])", 1, req.query.key));
});
// == safe: a module of a fixed list
app.get("/plugin/:name", (req, res) => {
  if (!["clock", "weather"].includes(req.params.name)) {
    return res.sendStatus(404);
  }
  res.json(require("./plugins/" + req.params.name).run());
});
