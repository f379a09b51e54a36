// CWE-614 and CWE-1004: cookies that travel or lie open.
const express = require("express");
const session = require("express-session");
const app = express();
// == vulnerable: said to be insecure
app.post("/login", (req, res) => {
  res.cookie("session", makeToken(), { httpOnly: true, secure: false });
  res.end();
});
// == vulnerable: the session's cookie is readable
app.use(session({ secret: process.env.KEY, cookie: { httpOnly: false, secure: true } }));
// == vulnerable: a header by hand
app.post("/login", (req, res) => {
  res.setHeader("Set-Cookie", `session=${makeToken()}; Path=/`);
  res.end();
});
// == safe: a header by hand, protected
app.post("/login", (req, res) => {
  res.setHeader("Set-Cookie", `session=${makeToken()}; Path=/; HttpOnly; Secure`);
  res.end();
});
