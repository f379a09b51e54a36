app.get("/page", (req, res) => {
  // ruleid: javascript.template.options-from-request
  res.render("page", req.query);
  // ruleid: javascript.template.options-from-request
  res.render("page", { ...req.body });
  // ok: javascript.template.options-from-request
  res.render("page", { query: req.query });
  // ok: javascript.template.options-from-request
  res.render("page", { name: req.query.name });
  // ok: javascript.template.options-from-request
  res.json(req.query);
});

app.post("/profile", (req, res) => {
  const profile = req.body.profile;
  // ruleid: javascript.template.options-from-request
  res.render("profile", profile);
  // ruleid: javascript.template.options-from-request
  res.status(200).render("profile", Object.assign({ title: "You" }, req.query));
  const shown = { title: "You", name: req.body.name };
  // ok: javascript.template.options-from-request
  res.render("profile", shown);
  // ok: javascript.template.options-from-request
  res.render("profile", pick(req.body, ["name"]));
});
