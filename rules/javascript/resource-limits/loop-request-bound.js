app.post("/users", (req, res) => {
  const users = req.body.users;
  // ruleid: javascript.loop.request-bound
  for (let i = 0; i < users.length; i++) {
    add(users[i]);
  }
  // ruleid: javascript.loop.request-bound
  const line = "-".repeat(req.query.width);
  // ok: javascript.loop.request-bound
  for (let i = 0; i < known.length; i++) {
    add(known[i]);
  }
  // ok: javascript.loop.request-bound
  const short = "-".repeat(Math.min(80, req.query.width));
  // ok: javascript.loop.request-bound
  for (const user of users) {
    add(user);
  }
  res.json([line, short]);
});
