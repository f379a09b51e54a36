// CWE-347: tokens that are believed unsigned.
const jwt = require("jsonwebtoken");
// == vulnerable: none is allowed
function user(token) {
  return jwt.verify(token, process.env.KEY, { algorithms: ["HS256", "none"] });
}
// == vulnerable: only decoded
app.use((req, res, next) => {
  req.user = jwt.decode(req.headers.authorization.split(" ")[1]);
  next();
});
// == vulnerable: decoded, then trusted
app.get("/admin", (req, res) => {
  const claims = jwt.decode(req.cookies.token);
  if (claims.role === "admin") {
    res.json(secrets());
  } else {
    res.sendStatus(403);
  }
});
// == vulnerable: no key
function user(token) {
  return jwt.verify(token, "");
}
// == vulnerable: a null key
function user(token) {
  return jwt.verify(token, null, { algorithms: ["none"] });
}
// == vulnerable: signed with none
function token(user) {
  return jwt.sign({ id: user.id }, "", { algorithm: "none" });
}
// == vulnerable: expiry is ignored
function user(token) {
  return jwt.verify(token, process.env.KEY, { ignoreExpiration: true });
}
// == vulnerable: passport ignores the expiry
new JwtStrategy({ jwtFromRequest, secretOrKey: process.env.KEY, ignoreExpiration: true }, verify);
// == vulnerable: jose only decodes
import { decodeJwt } from "jose";
export async function middleware(request) {
  const claims = decodeJwt(request.cookies.get("token").value);
  if (claims.role !== "admin") return new Response(null, { status: 403 });
}
// == vulnerable: jwt-simple without verification
const simple = require("jwt-simple");
function user(token) {
  return simple.decode(token, process.env.KEY, true);
}
// == safe: verified
function user(token) {
  return jwt.verify(token, process.env.KEY, { algorithms: ["HS256"] });
}
// == safe: decoded to find the key, then verified
function user(token) {
  const { header } = jwt.decode(token, { complete: true });
  return jwt.verify(token, keyOf(header.kid), { algorithms: ["RS256"] });
}
// == safe: decoded in the browser for showing
function name() {
  const { name } = jwt.decode(localStorage.getItem("token"));
  document.getElementById("name").textContent = name;
}
// == safe: jose verifies
import { jwtVerify } from "jose";
export async function middleware(request) {
  const { payload } = await jwtVerify(request.cookies.get("token").value, KEY);
  if (payload.role !== "admin") return new Response(null, { status: 403 });
}
// == safe: signed
function token(user) {
  return jwt.sign({ id: user.id }, process.env.KEY, { algorithm: "HS256", expiresIn: "1h" });
}
// == safe: jwt-simple
const simple = require("jwt-simple");
function user(token) {
  return simple.decode(token, process.env.KEY, false, "HS256");
}
