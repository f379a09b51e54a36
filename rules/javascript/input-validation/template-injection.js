const ejs = require("ejs");
const Handlebars = require("handlebars");
const nunjucks = require("nunjucks");
const _ = require("lodash");

app.post("/preview", (req, res) => {
  // ruleid: javascript.template.injection
  res.send(ejs.render(req.body.template, { user: "x" }));
  // ruleid: javascript.template.injection
  const page = Handlebars.compile(`<p>${req.body.text}</p>`);
  // ruleid: javascript.template.injection
  res.send(nunjucks.renderString("Hello " + req.query.name, {}));
  // ruleid: javascript.template.injection
  res.send(_.template(req.body.template)({}));
  // ok: javascript.template.injection
  res.send(ejs.render("<p><%= name %></p>", { name: req.query.name }));
  // ok: javascript.template.injection
  res.send(page({ name: req.query.name }));
  // ok: javascript.template.injection
  res.render("page", { name: req.query.name });
});
