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
