// CWE-502: formats that carry code.
// == vulnerable: node-serialize
const serialize = require("node-serialize");
app.post("/state", (req, res) => {
  res.json(serialize.unserialize(req.body.state));
});
// == vulnerable: node-serialize, imported
import { unserialize } from "node-serialize";
app.get("/profile", (req, res) => {
  const profile = unserialize(Buffer.from(req.cookies.profile, "base64").toString());
  res.json(profile);
});
// == vulnerable: funcster
const funcster = require("funcster");
app.post("/state", (req, res) => {
  res.json(funcster.deepDeserialize(req.body));
});
// == vulnerable: js-yaml with functions
const yaml = require("js-yaml");
const config = yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA });
// == safe: JSON
app.post("/state", (req, res) => {
  res.json(JSON.parse(req.body.state));
});
// == safe: js-yaml
const yaml = require("js-yaml");
app.post("/config", (req, res) => {
  res.json(yaml.load(req.body.text));
});
// == safe: js-yaml's safe load
const yaml = require("js-yaml");
const config = yaml.safeLoad(text);
// == safe: serialised only
const serialize = require("serialize-javascript");
const text = serialize(state, { isJSON: true });
// == safe: js-yaml with the JSON schema
const yaml = require("js-yaml");
const config = yaml.load(text, { schema: yaml.JSON_SCHEMA });
