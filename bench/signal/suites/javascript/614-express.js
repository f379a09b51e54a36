// CWE-614 and CWE-1004: cookies that travel or lie open.
const express = require("express");
const session = require("express-session");
const app = express();
// == vulnerable: said to be insecure
app.post("/login", (req, res) => {
  res.cookie("session", makeToken(), { httpOnly: true, secure: false });
  res.end();
});
// == vulnerable: readable by scripts
app.post("/login", (req, res) => {
  res.cookie("token", makeToken(), { httpOnly: false, secure: true });
  res.end();
});
// == vulnerable: no options at all
app.post("/login", (req, res) => {
  res.cookie("authToken", makeToken());
  res.end();
});
// == vulnerable: the session's cookie is insecure
app.use(session({ secret: process.env.KEY, cookie: { secure: false } }));
// == vulnerable: the session's cookie is readable
app.use(session({ secret: process.env.KEY, cookie: { httpOnly: false, secure: true } }));
// == vulnerable: a header by hand
app.post("/login", (req, res) => {
  res.setHeader("Set-Cookie", `session=${makeToken()}; Path=/`);
  res.end();
});
// == vulnerable: Koa
router.post("/login", (ctx) => {
  ctx.cookies.set("session", makeToken(), { httpOnly: false });
});
// == vulnerable: Fastify
fastify.post("/login", (request, reply) => {
  reply.setCookie("session", makeToken(), { httpOnly: false, path: "/" }).send();
});
// == vulnerable: Next
export async function POST() {
  cookies().set("session", makeToken(), { httpOnly: false });
}
// == safe: protected
app.post("/login", (req, res) => {
  res.cookie("session", makeToken(), { httpOnly: true, secure: true, sameSite: "lax" });
  res.end();
});
// == safe: secure in production
app.post("/login", (req, res) => {
  res.cookie("session", makeToken(), { httpOnly: true, secure: process.env.NODE_ENV === "production" });
  res.end();
});
// == safe: a choice of colours
app.post("/theme", (req, res) => {
  res.cookie("theme", req.body.theme);
  res.end();
});
// == safe: removed
app.post("/logout", (req, res) => {
  res.clearCookie("session");
  res.end();
});
// == safe: a token against forged requests must be readable
app.use((req, res, next) => {
  res.cookie("XSRF-TOKEN", req.csrfToken(), { httpOnly: false, secure: true });
  next();
});
// == safe: the session's cookie, protected
app.use(session({ secret: process.env.KEY, cookie: { secure: true, httpOnly: true, sameSite: "strict" } }));
// == safe: shared options
app.post("/login", (req, res) => {
  res.cookie("session", makeToken(), COOKIE_OPTIONS);
  res.end();
});
// == safe: Koa protects by default
router.post("/login", (ctx) => {
  ctx.cookies.set("session", makeToken());
});
// == safe: a header by hand, protected
app.post("/login", (req, res) => {
  res.setHeader("Set-Cookie", `session=${makeToken()}; Path=/; HttpOnly; Secure`);
  res.end();
});
