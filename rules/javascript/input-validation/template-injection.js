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

const pugs = require("pug");
const { compile } = require("handlebars");
const { Liquid } = require("liquidjs");
const Sqrl = require("squirrelly");
const liquid = new Liquid();

app.post("/mail", async ({ body }, res) => {
  // ruleid: javascript.template.injection
  const first = pugs.compile("p " + body.text)({});
  // ruleid: javascript.template.injection
  const second = compile(layout.replace("CONTENT", body.text))({});
  // ruleid: javascript.template.injection
  const third = await liquid.parseAndRender(body.text, {});
  // ruleid: javascript.template.injection
  const fourth = Sqrl.Render(body.text, {});
  // ruleid: javascript.template.injection
  const fifth = require("mustache").render(body.text, {});
  // ok: javascript.template.injection
  const sixth = await liquid.parseAndRender("{{ text }}", { text: body.text });
  // ok: javascript.template.injection
  const seventh = compile(layout)({ text: body.text });
  // ok: javascript.template.injection
  const eighth = pugs.renderFile("mail.pug", { text: body.text });
  res.json([first, second, third, fourth, fifth, sixth, seventh, eighth]);
});
