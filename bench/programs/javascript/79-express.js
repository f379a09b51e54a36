// CWE-79: request data in an HTML answer of the server.
const express = require("express");
const app = express();
// == each: send
app.get("/hello", (req, res) => {
  const param = req.query.name;
  const value = FLOW(param);
  res.send("<p>Hello " + value + "</p>");
});
// == vulnerable: a plain http server
require("http").createServer((req, res) => {
  const url = new URL(req.url, "http://localhost");
  res.writeHead(200, { "Content-Type": "text/html" });
  res.end(`<p>${url.searchParams.get("name")}</p>`);
}).listen(8080);
// == vulnerable: Fastify says HTML
fastify.get("/hello", (request, reply) => {
  reply.type("text/html").send(`<p>Hello ${request.query.name}</p>`);
});
// == vulnerable: Next's response as HTML
export async function GET(request) {
  const name = request.nextUrl.searchParams.get("name");
  return new Response(`<p>${name}</p>`, { headers: { "Content-Type": "text/html" } });
}
// == safe: plain text by a header
app.get("/hello", (req, res) => {
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(`Hello ${req.query.name}`);
});
