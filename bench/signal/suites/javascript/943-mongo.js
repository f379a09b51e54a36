// CWE-943: objects of the request in a query of MongoDB.
const express = require("express");
const mongoose = require("mongoose");
const { MongoClient } = require("mongodb");

const app = express();
const User = mongoose.model("User", new mongoose.Schema({ name: String, password: String }));
// == vulnerable: a log-in
app.post("/login", async (req, res) => {
  const user = await User.findOne({ name: req.body.name, password: req.body.password });
  res.json(user);
});
// == vulnerable: destructured
app.post("/login", async (req, res) => {
  const { name, password } = req.body;
  const user = await User.findOne({ name, password });
  res.json(user);
});
// == vulnerable: the whole body
app.post("/search", async (req, res) => {
  res.json(await User.find(req.body));
});
// == vulnerable: the whole query
app.get("/search", async (req, res) => {
  res.json(await db.collection("users").find(req.query).toArray());
});
// == vulnerable: the driver
app.post("/reset", async (req, res) => {
  const users = db.collection("users");
  const user = await users.findOne({ resetToken: req.body.token });
  res.json(user);
});
// == vulnerable: deleted
app.post("/delete", async (req, res) => {
  await User.deleteMany({ group: req.body.group });
  res.sendStatus(204);
});
// == vulnerable: $where
app.get("/old", async (req, res) => {
  res.json(await User.find({ $where: `this.age > ${req.query.age}` }));
});
// == vulnerable: an aggregation
app.post("/stats", async (req, res) => {
  res.json(await User.aggregate([{ $match: req.body.filter }]));
});
// == vulnerable: Koa
router.post("/login", async (ctx) => {
  ctx.body = await User.findOne({ name: ctx.request.body.name, password: ctx.request.body.password });
});
// == vulnerable: a where of Mongoose
app.post("/login", async (req, res) => {
  res.json(await User.where({ name: req.body.name }).findOne());
});
// == safe: made a text
app.post("/login", async (req, res) => {
  const user = await User.findOne({ name: String(req.body.name) });
  res.json(user);
});
// == safe: a template literal
app.post("/login", async (req, res) => {
  res.json(await User.findOne({ name: `${req.body.name}` }));
});
// == safe: the type is looked at
app.post("/login", async (req, res) => {
  const { name } = req.body;
  if (typeof name !== "string") {
    return res.sendStatus(400);
  }
  res.json(await User.findOne({ name }));
});
// == safe: $eq
app.post("/login", async (req, res) => {
  res.json(await User.findOne({ name: { $eq: req.body.name } }));
});
// == safe: a path parameter is a text
app.get("/user/:name", async (req, res) => {
  res.json(await User.findOne({ name: req.params.name }));
});
// == safe: findById casts
app.get("/user", async (req, res) => {
  res.json(await User.findById(req.query.id));
});
// == safe: an array's find
app.get("/item", (req, res) => {
  res.json(items.find((item) => item.id === req.query.id));
});
// == safe: checked by a schema
const schema = z.object({ name: z.string() });
app.post("/login", async (req, res) => {
  const { name } = schema.parse(req.body);
  res.json(await User.findOne({ name }));
});
// == safe: cleaned by a middleware of the library
const mongoSanitize = require("mongo-sanitize");
app.post("/login", async (req, res) => {
  res.json(await User.findOne({ name: mongoSanitize(req.body.name) }));
});
// == safe: an object identifier
app.post("/load", async (req, res) => {
  res.json(await User.findOne({ _id: new mongoose.Types.ObjectId(req.body.id) }));
});
// == safe: Sequelize binds
app.post("/login", async (req, res) => {
  res.json(await Person.findOne({ where: { name: req.body.name } }));
});
