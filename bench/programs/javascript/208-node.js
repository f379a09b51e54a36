// CWE-208: secrets compared letter by letter.
const crypto = require("crypto");
// == vulnerable: joined first
app.post("/hook", (req, res) => {
  const hash = "sha256=" + crypto.createHmac("sha256", process.env.KEY).update(req.rawBody).digest("hex");
  if (hash === req.get("x-hub-signature-256")) {
    return res.end();
  }
  res.sendStatus(401);
});
// == vulnerable: a function's answer
const sign = (body) => crypto.createHmac("sha256", process.env.KEY).update(body).digest("base64");
function valid(body, signature) {
  return sign(body) == signature;
}
// == safe: in constant time
app.post("/hook", (req, res) => {
  const expected = crypto.createHmac("sha256", process.env.KEY).update(req.rawBody).digest();
  if (!crypto.timingSafeEqual(expected, Buffer.from(req.headers["x-signature"], "hex"))) {
    return res.sendStatus(401);
  }
  res.end();
});
// == safe: lengths first, then in constant time
function equal(given, expected) {
  const a = Buffer.from(given);
  const b = crypto.createHmac("sha256", process.env.KEY).update("x").digest();
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}
