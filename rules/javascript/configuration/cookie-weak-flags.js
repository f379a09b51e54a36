const express = require("express");

const app = express();

app.post("/login", (req, res) => {
  // ruleid: javascript.cookie.weak-flags
  res.cookie("session", makeId());
  // ruleid: javascript.cookie.weak-flags
  res.cookie("token", makeId(), { maxAge: 1000 });
  // ruleid: javascript.cookie.weak-flags
  res.cookie("theme", "dark", { httpOnly: false });
  // ok: javascript.cookie.weak-flags
  res.cookie("session", makeId(), { httpOnly: true, secure: true, sameSite: "lax" });
  // ok: javascript.cookie.weak-flags
  res.cookie("theme", "dark");
  // ok: javascript.cookie.weak-flags
  res.cookie("session", makeId(), options);
  res.end();
});
