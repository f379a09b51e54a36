// CWE-943: objects of the request in a query of MongoDB.
const express = require("express");
const mongoose = require("mongoose");
const { MongoClient } = require("mongodb");

const app = express();
const User = mongoose.model("User", new mongoose.Schema({ name: String, password: String }));
// == vulnerable: deleted
app.post("/delete", async (req, res) => {
  await User.deleteMany({ group: req.body.group });
  res.sendStatus(204);
});
// == vulnerable: an aggregation
app.post("/stats", async (req, res) => {
  res.json(await User.aggregate([{ $match: req.body.filter }]));
});
// == vulnerable: Koa
router.post("/login", async (ctx) => {
  ctx.body = await User.findOne({ name: ctx.request.body.name, password: ctx.request.body.password });
});
// == safe: $eq
app.post("/login", async (req, res) => {
  res.json(await User.findOne({ name: { $eq: req.body.name } }));
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
