const escapeHtml = require("escape-html");
const express = require("express");

const app = express();

app.get("/hello", (req, res) => {
  const name = req.query.name;
  // ruleid: javascript.html.request-data-in-response
  res.send("<h1>Hello " + name + "</h1>");
});

app.get("/missing", (req, res) => {
  // ruleid: javascript.html.request-data-in-response
  res.status(404).send(`<p>No page ${req.originalUrl}</p>`);
});

app.get("/safe", (req, res) => {
  // ok: javascript.html.request-data-in-response
  res.send("<h1>" + escapeHtml(req.query.name) + "</h1>");
});

app.get("/json", (req, res) => {
  // ok: javascript.html.request-data-in-response
  res.json({ name: req.query.name });
});

app.get("/found", async (req, res) => {
  const user = await findUser(req.params.id);
  // ok: javascript.html.request-data-in-response
  res.send(user);
});

app.get("/text", (req, res) => {
  res.type("text/plain");
  // ok: javascript.html.request-data-in-response
  res.send("Hello " + req.query.name);
});

app.get("/page", (req, res) => {
  // ok: javascript.html.request-data-in-response
  res.render("page", { name: req.query.name });
});

app.get("/chained", (req, res) => {
  // ok: javascript.html.request-data-in-response
  res.type("txt").send("Hello " + req.query.name);
});

router.get("/koa", (ctx) => {
  // ruleid: javascript.html.request-data-in-response
  ctx.body = `<p>Hello ${ctx.query.name}</p>`;
  // ok: javascript.html.request-data-in-response
  ctx.body = { hello: ctx.query.name };
});

app.post("/posted", (req, res) => {
  // ruleid: javascript.html.request-data-in-response
  res.send("<p>Hello " + req.body.name + "</p>");
});

app.get("/named", (req, res) => {
  // unsure: javascript.html.request-data-in-response
  res.send("<h1>" + escapeMarkup(req.query.name) + "</h1>");
});
