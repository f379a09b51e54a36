// CWE-79: request data in an HTML answer of the server.
const express = require("express");
const app = express();
// == each: send
app.get("/hello", (req, res) => {
  const param = req.query.name;
  const value = FLOW(param);
  res.send("<p>Hello " + value + "</p>");
});
// == each: a page of several parts
app.get("/search", (req, res) => {
  const param = req.query.q;
  const value = FLOW(param);
  const page = `<html><body><h1>Results for ${value}</h1></body></html>`;
  res.status(200).send(page);
});
// == vulnerable: the whole answer
app.get("/echo", (req, res) => {
  res.send(req.query.text);
});
// == vulnerable: a path parameter in an error
app.get("/user/:name", (req, res) => {
  res.status(404).send(`No user ${req.params.name}`);
});
// == vulnerable: written in pieces
app.get("/pieces", (req, res) => {
  res.setHeader("Content-Type", "text/html");
  res.write("<ul>");
  res.write("<li>" + req.query.item + "</li>");
  res.end("</ul>");
});
// == vulnerable: a plain http server
require("http").createServer((req, res) => {
  const url = new URL(req.url, "http://localhost");
  res.writeHead(200, { "Content-Type": "text/html" });
  res.end(`<p>${url.searchParams.get("name")}</p>`);
}).listen(8080);
// == vulnerable: Koa
router.get("/hello", (ctx) => {
  ctx.body = `<p>Hello ${ctx.query.name}</p>`;
});
// == vulnerable: Fastify says HTML
fastify.get("/hello", (request, reply) => {
  reply.type("text/html").send(`<p>Hello ${request.query.name}</p>`);
});
// == vulnerable: Next's response as HTML
export async function GET(request) {
  const name = request.nextUrl.searchParams.get("name");
  return new Response(`<p>${name}</p>`, { headers: { "Content-Type": "text/html" } });
}
// == safe: JSON
app.get("/hello", (req, res) => {
  res.json({ hello: req.query.name });
});
// == safe: escaped
const escapeHtml = require("escape-html");
app.get("/hello", (req, res) => {
  res.send("<p>Hello " + escapeHtml(req.query.name) + "</p>");
});
// == safe: plain text
app.get("/hello", (req, res) => {
  res.type("text/plain");
  res.send("Hello " + req.query.name);
});
// == safe: plain text, chained
app.get("/hello", (req, res) => {
  res.type("txt").send("Hello " + req.query.name);
});
// == safe: plain text by a header
app.get("/hello", (req, res) => {
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(`Hello ${req.query.name}`);
});
// == safe: a rendered template
app.get("/hello", (req, res) => {
  res.render("hello", { name: req.query.name });
});
// == safe: an object is sent
app.post("/thing", async (req, res) => {
  const thing = await Thing.create({ name: String(req.body.name) });
  res.send({ id: thing.id, name: thing.name });
});
// == safe: Koa's object
router.get("/hello", (ctx) => {
  ctx.body = { hello: ctx.query.name };
});
// == safe: Fastify's default is plain text
fastify.get("/hello", async (request, reply) => {
  return `Hello ${request.query.name}`;
});
// == safe: sanitized
const sanitizeHtml = require("sanitize-html");
app.post("/preview", (req, res) => {
  res.send(`<article>${sanitizeHtml(req.body.text)}</article>`);
});
// == safe: a number
app.get("/page", (req, res) => {
  const page = parseInt(req.query.page, 10);
  res.send(`<p>Page ${page}</p>`);
});
