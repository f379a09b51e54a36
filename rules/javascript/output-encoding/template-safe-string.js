const Handlebars = require("handlebars");

Handlebars.registerHelper("link", (url, text) => {
  // ruleid: javascript.template.safe-string
  const raw = new Handlebars.SafeString(`<a href="${url}">${text}</a>`);
  // ok: javascript.template.safe-string
  const safe = new Handlebars.SafeString("<b>" + Handlebars.escapeExpression(text) + "</b>");
  // ok: javascript.template.safe-string
  const escaped = Handlebars.escapeExpression(text);
  // ok: javascript.template.safe-string
  const plain = new Text(text);
  return [raw, safe, escaped, plain];
});
