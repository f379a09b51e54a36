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

const plain = require("serialize-to-js");
const { deserialize: restore } = require("serialize-to-js");

function restored(text) {
  // ruleid: javascript.deserialization.code
  const first = plain.deserialize(text);
  // ruleid: javascript.deserialization.code
  const second = restore(text);
  // ruleid: javascript.deserialization.code
  const third = require("serialize-to-js").deserialize(text);
  // ok: javascript.deserialization.code
  const fourth = plain.serialize(text);
  // ok: javascript.deserialization.code
  const fifth = v8.deserialize(text);
  return [first, second, third, fourth, fifth];
}
