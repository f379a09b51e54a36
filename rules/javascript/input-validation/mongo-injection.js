const express = require("express");

const app = express();

app.post("/login", async (req, res) => {
  // ruleid: javascript.mongo.injection
  const user = await User.findOne({ name: req.body.name, password: req.body.password });
  const { email } = req.body;
  // ruleid: javascript.mongo.injection
  await db.collection("users").findOne({ email });
  // ruleid: javascript.mongo.injection
  await User.find(req.query);
  // ok: javascript.mongo.injection
  await User.findOne({ name: String(req.body.name) });
  // ok: javascript.mongo.injection
  await User.findOne({ _id: req.params.id });
  // ok: javascript.mongo.injection
  await User.findOne({ where: { name: req.body.name } });
  // ok: javascript.mongo.injection
  await User.updateOne({ _id: req.user.id }, { city: req.body.city });
  // ok: javascript.mongo.injection
  const item = items.find((each) => each.name === req.body.name);
  res.json({ user, item });
});

app.post("/sign-in", async ({ body }, res) => {
  const filter = {};
  filter.mail = body.mail;
  // ruleid: javascript.mongo.injection
  const member = await members.findOne(filter);
  // ruleid: javascript.mongo.injection
  const found = await members.find({ mail: body.mail }).toArray();
  // ruleid: javascript.mongo.injection
  const known = await Member.exists({ mail: body.mail });
  // ok: javascript.mongo.injection
  const safe = await members.findOne({ mail: { $eq: body.mail } });
  // ok: javascript.mongo.injection
  const typed = await members.findOne({ mail: `${body.mail}` });
  res.json([member, found, known, safe, typed]);
});
