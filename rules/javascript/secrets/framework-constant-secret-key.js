const session = require("express-session");
const jwt = require("jsonwebtoken");

// ruleid: javascript.framework.constant-secret-key
app.use(session({ resave: false, secret: "blue-mountain-42" }));
// ok: javascript.framework.constant-secret-key
app.use(session({ secret: process.env.SESSION_SECRET }));
// ok: javascript.framework.constant-secret-key
app.use(session({ secret: "change-me" }));

function issue(claims, key) {
  // ruleid: javascript.framework.constant-secret-key
  const first = jwt.sign(claims, "blue-mountain-42", { expiresIn: "1h" });
  // ruleid: javascript.framework.constant-secret-key
  const second = jwt.sign(claims, process.env.JWT_KEY || "blue-mountain-42");
  // ok: javascript.framework.constant-secret-key
  const third = jwt.sign(claims, key);
  return { first, second, third };
}

const SECRET = process.env.JWT_SECRET || "blue-mountain-42";

function more(body, claims) {
  // ruleid: javascript.framework.constant-secret-key
  jwt.sign(claims, SECRET);
  // ruleid: javascript.framework.constant-secret-key
  crypto.createHmac("sha256", "blue-mountain-42").update(body);
  // ok: javascript.framework.constant-secret-key
  crypto.createHash("sha256").update("blue-mountain-42");
  // ok: javascript.framework.constant-secret-key
  crypto.createHmac("sha256", Buffer.from(secret, "base64url")).update(claims);
  // ok: javascript.framework.constant-secret-key
  return crypto.createHmac("sha256", process.env.KEY).update(body);
}

const signer = require("jsonwebtoken");
const { Strategy: TokenStrategy } = require("passport-jwt");
const GitHubStrategy = require("passport-github2").Strategy;
const jose = require("jose");
const key = "blue-mountain-42";

async function strategies(passport, claims) {
  // ruleid: javascript.framework.constant-secret-key
  passport.use(new TokenStrategy({ secretOrKey: key }, done));
  // ruleid: javascript.framework.constant-secret-key
  passport.use(new GitHubStrategy({ clientID: ID, clientSecret: "blue-mountain-42" }, done));
  // ruleid: javascript.framework.constant-secret-key
  signer.verify(claims, key);
  // ruleid: javascript.framework.constant-secret-key
  await new jose.SignJWT(claims).setExpirationTime("1h").sign(new TextEncoder().encode("blue-mountain-42"));
  // ruleid: javascript.framework.constant-secret-key
  await fastify.register(require("@fastify/jwt"), { secret: "blue-mountain-42" });
  // ok: javascript.framework.constant-secret-key
  await fastify.register(require("@fastify/jwt"), { secret: process.env["JWT_SECRET"] });
  // ok: javascript.framework.constant-secret-key
  passport.use(new TokenStrategy({ secretOrKey: config.get("jwt.secret") }, done));
  // ok: javascript.framework.constant-secret-key
  passport.use(new GitHubStrategy({ clientID: "blue-mountain-42", clientSecret: process.env.SECRET }, done));
  // ok: javascript.framework.constant-secret-key
  return crypto.createHmac("sha256", "AWS4" + secret).update(claims);
}
