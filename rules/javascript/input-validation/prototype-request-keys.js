const _ = require("lodash");

app.post("/settings", (req, res) => {
  // ruleid: javascript.prototype.request-keys
  _.merge(settings, req.body);
  // ruleid: javascript.prototype.request-keys
  settings[req.query.group][req.query.key] = req.query.value;
  const { section, name, value } = req.body;
  // ruleid: javascript.prototype.request-keys
  settings[section][name] = value;
  // ruleid: javascript.prototype.request-keys
  _.set(settings, req.body.path, req.body.value);
  // ok: javascript.prototype.request-keys
  _.merge(settings, defaults);
  // ok: javascript.prototype.request-keys
  counts[req.body.name] = 1;
  // ok: javascript.prototype.request-keys
  Object.assign(settings, { city: req.body.city });
  if (!SECTIONS.includes(section)) {
    return res.sendStatus(400);
  }
  // ok: javascript.prototype.request-keys
  settings[section].name = name;
  res.end();
});

const { merge: join, set: put } = require("lodash");
const extend = require("extend");

app.patch("/options", ({ body }, res) => {
  // ruleid: javascript.prototype.request-keys
  join(options, body);
  // ruleid: javascript.prototype.request-keys
  put(options, body.path, body.value);
  // ruleid: javascript.prototype.request-keys
  extend(true, options, body);
  // ok: javascript.prototype.request-keys
  extend({}, body);
  // ok: javascript.prototype.request-keys
  put(options, "city", body.city);
  res.end();
});
