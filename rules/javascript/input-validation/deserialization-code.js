const yaml = require("js-yaml");
const serialize = require("node-serialize");

function load(text) {
  // ruleid: javascript.deserialization.code
  serialize.unserialize(text);
  // ruleid: javascript.deserialization.code
  yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA });
  // ok: javascript.deserialization.code
  yaml.load(text);
  // ok: javascript.deserialization.code
  yaml.load(text, { schema: yaml.JSON_SCHEMA });
  // ok: javascript.deserialization.code
  return JSON.parse(text);
}

const { unserialize } = require("node-serialize");

app.get("/profile", (req, res) => {
  // ruleid: javascript.deserialization.code
  res.json(unserialize(req.cookies.profile));
  // ok: javascript.deserialization.code
  res.json(JSON.parse(req.cookies.profile));
});
