const jwt = require("jsonwebtoken");

function authenticate(req, res, next) {
  // ruleid: javascript.jwt.unverified
  req.user = jwt.decode(req.headers.authorization);
  next();
}

function other(token, key) {
  // ruleid: javascript.jwt.unverified
  jwt.verify(token, key, { algorithms: ["HS256", "none"] });
  // ruleid: javascript.jwt.unverified
  jwt.sign({ sub: "1" }, "", { algorithm: "none" });
  // ok: javascript.jwt.unverified
  jwt.verify(token, key, { algorithms: ["RS256"] });
  // ok: javascript.jwt.unverified
  const header = jwt.decode(token, { complete: true }).header;
  // ok: javascript.jwt.unverified
  return jwt.sign({ sub: header.kid }, key, { algorithm: "HS256" });
}

app.get("/admin", (req, res) => {
  const claims = jwt.decode(req.cookies.token);
  // ruleid: javascript.jwt.unverified
  if (claims.role === "admin") {
    return res.json(everything());
  }
  res.sendStatus(403);
});

const { JWT, JWK } = require("jose");
const webTokens = require("jsonwebtoken");

function unsigned(token, key) {
  // ruleid: javascript.jwt.unverified
  const first = JWT.verify(token, JWK.None);
  // ruleid: javascript.jwt.unverified
  const second = webTokens.verify(token, key, { algorithms: ["HS256", "none"] });
  // ruleid: javascript.jwt.unverified
  const third = webTokens.verify(token, "");
  // ok: javascript.jwt.unverified
  const fourth = webTokens.verify(token, key, { algorithms: ["HS256"] });
  return [first, second, third, fourth];
}
