const Handlebars = require("handlebars");
const nunjucks = require("nunjucks");
const serialize = require("serialize-javascript");

function views(source, state) {
  // ruleid: javascript.template.escaping-off
  const page = Handlebars.compile(source, { noEscape: true });
  // ruleid: javascript.template.escaping-off
  nunjucks.configure("views", { autoescape: false });
  // ruleid: javascript.template.escaping-off
  const script = serialize(state, { space: 2, unsafe: true });
  // ok: javascript.template.escaping-off
  const safe = Handlebars.compile(source, { noEscape: false });
  // ok: javascript.template.escaping-off
  nunjucks.configure("views", { autoescape: true });
  // ok: javascript.template.escaping-off
  const plain = serialize(state, { space: 2 });
  return [page, script, safe, plain];
}
