const _ = require("lodash");

function merge(target, source) {
  // ruleid: javascript.prototype.pollution
  for (const key in source) {
    if (typeof source[key] === "object") {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

function guarded(target, source) {
  // ok: javascript.prototype.pollution
  for (const key in source) {
    if (key === "__proto__" || key === "constructor") {
      continue;
    }
    if (typeof source[key] === "object") {
      guarded(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

function shallow(target, source) {
  // ok: javascript.prototype.pollution
  for (const key in source) {
    target[key] = source[key];
  }
  return target;
}

app.post("/settings", (req, res) => {
  // ruleid: javascript.prototype.pollution
  _.merge(settings, req.body);
  // ruleid: javascript.prototype.pollution
  settings[req.query.group][req.query.key] = req.query.value;
  // ok: javascript.prototype.pollution
  _.merge(settings, defaults);
  // ok: javascript.prototype.pollution
  Object.assign(settings, { city: req.body.city });
  res.end();
});
