// CWE-502: formats that carry code.
// == vulnerable: funcster
const funcster = require("funcster");
app.post("/state", (req, res) => {
  res.json(funcster.deepDeserialize(req.body));
});
