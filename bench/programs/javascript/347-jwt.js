// CWE-347: tokens that are believed unsigned.
const jwt = require("jsonwebtoken");
// == vulnerable: no key
function user(token) {
  return jwt.verify(token, "");
}
// == vulnerable: a null key
function user(token) {
  return jwt.verify(token, null, { algorithms: ["none"] });
}
// == vulnerable: passport ignores the expiry
new JwtStrategy({ jwtFromRequest, secretOrKey: process.env.KEY, ignoreExpiration: true }, verify);
// == vulnerable: jwt-simple without verification
const simple = require("jwt-simple");
function user(token) {
  return simple.decode(token, process.env.KEY, true);
}
// == safe: jwt-simple
const simple = require("jwt-simple");
function user(token) {
  return simple.decode(token, process.env.KEY, false, "HS256");
}
