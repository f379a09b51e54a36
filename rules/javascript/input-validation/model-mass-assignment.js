const _ = require("lodash");

app.post("/users", async (req, res) => {
  // ruleid: javascript.model.mass-assignment
  await User.create(req.body);
  // ruleid: javascript.model.mass-assignment
  const user = new User(req.body);
  await user.save();
  // ruleid: javascript.model.mass-assignment
  await User.updateOne({ _id: req.params.id }, { $set: req.body });
  // ruleid: javascript.model.mass-assignment
  await prisma.user.update({ where: { id: 1 }, data: req.body });
  // ok: javascript.model.mass-assignment
  await User.create({ name: req.body.name });
  // ok: javascript.model.mass-assignment
  await User.create({ ...req.body, role: "user" });
  // ok: javascript.model.mass-assignment
  await User.findByIdAndUpdate(req.params.id, _.pick(req.body, ["name"]));
  // ok: javascript.model.mass-assignment
  await Account.update(req.body, { where: { id: 1 }, fields: ["name"] });
  // ok: javascript.model.mass-assignment
  const options = Object.assign({}, DEFAULTS, req.body);
  res.json(options);
});

app.patch("/users/:id", async (req, res) => {
  const changes = { ...req.body };
  // ruleid: javascript.model.mass-assignment
  await User.findByIdAndUpdate(req.params.id, changes);
  const { name, mail } = req.body;
  // ok: javascript.model.mass-assignment
  await User.updateOne({ _id: req.params.id }, { $set: { name, mail } });
  // ok: javascript.model.mass-assignment
  await Name.create(name);
  const body = req.body;
  // ok: javascript.model.mass-assignment
  await User.create({ name: body.name, mail: body.mail });
  // ok: javascript.model.mass-assignment
  await prisma.user.update({ where: { id: body.id }, data: { name: body.name } });
  const checked = schema.parse(req.body);
  // ok: javascript.model.mass-assignment
  await User.create(checked);
});
