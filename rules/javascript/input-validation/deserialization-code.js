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
