// CWE-915: the client sets fields that it should not.
const express = require("express");
const app = express();
// == vulnerable: a user is created from the body
app.post("/users", async (req, res) => {
  res.json(await User.create(req.body));
});
// == vulnerable: a model of Mongoose
app.post("/users", async (req, res) => {
  const user = new User(req.body);
  await user.save();
  res.json(user);
});
// == vulnerable: assigned onto the user
app.put("/users/:id", async (req, res) => {
  const user = await User.findById(req.params.id);
  Object.assign(user, req.body);
  await user.save();
  res.json(user);
});
// == vulnerable: updated from the body
app.put("/users/:id", async (req, res) => {
  res.json(await User.findByIdAndUpdate(req.params.id, req.body, { new: true }));
});
// == vulnerable: updated with $set
app.put("/users/:id", async (req, res) => {
  await User.updateOne({ _id: req.params.id }, { $set: req.body });
  res.end();
});
// == vulnerable: Sequelize updates
app.put("/account/:id", async (req, res) => {
  await Account.update(req.body, { where: { id: req.params.id } });
  res.end();
});
// == vulnerable: spread
app.post("/users", async (req, res) => {
  res.json(await User.create({ ...req.body, created: new Date() }));
});
// == vulnerable: Prisma
app.put("/users/:id", async (req, res) => {
  res.json(await prisma.user.update({ where: { id: Number(req.params.id) }, data: req.body }));
});
// == safe: named fields
app.post("/users", async (req, res) => {
  const { name, mail } = req.body;
  res.json(await User.create({ name, mail }));
});
// == safe: picked
const _ = require("lodash");
app.put("/users/:id", async (req, res) => {
  res.json(await User.findByIdAndUpdate(req.params.id, _.pick(req.body, ["name", "mail"])));
});
// == safe: by the fields of Sequelize
app.put("/account/:id", async (req, res) => {
  await Account.update(req.body, { where: { id: req.params.id }, fields: ["name"] });
  res.end();
});
// == safe: checked by a schema
const schema = z.object({ name: z.string() }).strict();
app.post("/users", async (req, res) => {
  res.json(await User.create(schema.parse(req.body)));
});
// == safe: the settled fields come last
app.post("/users", async (req, res) => {
  res.json(await User.create({ ...req.body, role: "user", isAdmin: false }));
});
// == safe: no model
app.post("/preview", (req, res) => {
  const options = Object.assign({}, DEFAULTS, req.body);
  res.json(render(options));
});
// == safe: a stripe object
app.post("/pay", async (req, res) => {
  const intent = await stripe.paymentIntents.create({ amount: 100, currency: "eur" });
  res.json(intent);
});
