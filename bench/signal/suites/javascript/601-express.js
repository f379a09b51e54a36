// CWE-601: request data decides where the browser goes.
const express = require("express");
const app = express();
// == each: redirect
app.get("/login", (req, res) => {
  const param = req.query.next;
  const value = FLOW(param);
  res.redirect(value);
});
// == vulnerable: with a status
app.get("/go", (req, res) => {
  res.redirect(301, req.query.url);
});
// == vulnerable: with a default
app.post("/login", (req, res) => {
  res.redirect(req.body.returnTo || "/");
});
// == vulnerable: the header by hand
app.get("/go", (req, res) => {
  res.setHeader("Location", req.query.url);
  res.status(302).end();
});
// == vulnerable: writeHead
app.get("/go", (req, res) => {
  res.writeHead(302, { Location: req.query.url });
  res.end();
});
// == vulnerable: a slash is no protection
app.get("/go", (req, res) => {
  const next = req.query.next;
  if (!next.startsWith("/")) {
    return res.redirect("/");
  }
  res.redirect(next);
});
// == vulnerable: the host compared by its beginning
app.get("/go", (req, res) => {
  const next = req.query.next;
  if (next.startsWith("https://example.com")) {
    return res.redirect(next);
  }
  res.redirect("/");
});
// == vulnerable: Koa
router.get("/go", (ctx) => {
  ctx.redirect(ctx.query.next);
});
// == vulnerable: Fastify
fastify.get("/go", (request, reply) => {
  reply.redirect(request.query.next);
});
// == vulnerable: Next
export async function GET(request) {
  return NextResponse.redirect(request.nextUrl.searchParams.get("next"));
}
// == vulnerable: Next, the web standard
export async function GET(request) {
  const { searchParams } = new URL(request.url);
  return Response.redirect(searchParams.get("next"), 302);
}
// == safe: a fixed path
app.get("/login", (req, res) => {
  res.redirect("/home");
});
// == safe: a part of the own path
app.get("/old/:id", (req, res) => {
  res.redirect("/new/" + encodeURIComponent(req.params.id));
});
// == safe: a query of the own path
app.get("/search", (req, res) => {
  res.redirect(`/results?q=${req.query.q}`);
});
// == safe: own paths only
app.get("/go", (req, res) => {
  const next = req.query.next;
  if (!next.startsWith("/") || next.startsWith("//") || next.startsWith("/\\")) {
    return res.redirect("/");
  }
  res.redirect(next);
});
// == safe: the host is compared
app.get("/go", (req, res) => {
  const target = new URL(req.query.next, "https://example.com");
  if (target.host !== "example.com") {
    return res.sendStatus(400);
  }
  res.redirect(target.href);
});
// == safe: from a table
const TARGETS = { docs: "https://docs.example.com", shop: "https://shop.example.com" };
app.get("/to/:name", (req, res) => {
  res.redirect(TARGETS[req.params.name] || "/");
});
// == safe: what the session kept
app.get("/callback", (req, res) => {
  res.redirect(req.session.returnTo || "/");
});
// == safe: the own address over TLS
app.use((req, res, next) => {
  if (!req.secure) return res.redirect("https://www.example.com" + req.originalUrl);
  next();
});
// == safe: Koa, a fixed path
router.get("/go", (ctx) => {
  ctx.redirect("/home?from=" + encodeURIComponent(ctx.query.from));
});
