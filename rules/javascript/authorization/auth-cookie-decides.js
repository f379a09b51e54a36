app.get("/users/:id", (req, res) => {
  // ruleid: javascript.auth.cookie-decides
  if (req.cookies.role === "admin") {
    res.json(everything);
  }
  // ruleid: javascript.auth.cookie-decides
  if (req.cookies["user"] === req.params.id) {
    res.json(own);
  }
  // ok: javascript.auth.cookie-decides
  if (req.signedCookies.role === "admin") {
    res.json(everything);
  }
  // ok: javascript.auth.cookie-decides
  if (req.cookies.theme === "dark") {
    res.json(dark);
  }
  // ok: javascript.auth.cookie-decides
  if (req.session.role === "admin") {
    res.json(everything);
  }
});
