// CWE-915: the client sets fields that it should not.
const express = require("express");
const app = express();
// == vulnerable: assigned onto the user
app.put("/users/:id", async (req, res) => {
  const user = await User.findById(req.params.id);
  Object.assign(user, req.body);
  await user.save();
  res.json(user);
});
// == vulnerable: spread
app.post("/users", async (req, res) => {
  res.json(await User.create({ ...req.body, created: new Date() }));
});
// == safe: the settled fields come last
app.post("/users", async (req, res) => {
  res.json(await User.create({ ...req.body, role: "user", isAdmin: false }));
});
