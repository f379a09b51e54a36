const express = require("express");

const app = express();

app.post("/login", (req, res) => {
  // ruleid: javascript.cookie.weak-flags
  res.cookie("session", makeId());
  // ruleid: javascript.cookie.weak-flags
  res.cookie("token", makeId(), { maxAge: 1000 });
  // ruleid: javascript.cookie.weak-flags
  res.cookie("basket", "dark", { httpOnly: false });
  // ok: javascript.cookie.weak-flags
  res.cookie("session", makeId(), { httpOnly: true, secure: true, sameSite: "lax" });
  // ok: javascript.cookie.weak-flags
  res.cookie("theme", "dark");
  // ok: javascript.cookie.weak-flags
  res.cookie("session", makeId(), options);
  res.end();
});

router.post("/koa", (ctx) => {
  // ruleid: javascript.cookie.weak-flags
  ctx.cookies.set("session", makeId(), { httpOnly: false });
  // ok: javascript.cookie.weak-flags
  ctx.cookies.set("session", makeId());
  // ok: javascript.cookie.weak-flags
  ctx.cookies.set("XSRF-TOKEN", makeId(), { httpOnly: false });
});

// ruleid: javascript.cookie.weak-flags
app.use(session({ secret: process.env.KEY, cookie: { secure: false } }));
