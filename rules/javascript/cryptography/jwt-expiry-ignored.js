const jwt = require("jsonwebtoken");

function user(token) {
  // ruleid: javascript.jwt.expiry-ignored
  return jwt.verify(token, process.env.KEY, { ignoreExpiration: true });
}

class Strategy extends PassportStrategy(JwtStrategy) {
  constructor() {
    // ruleid: javascript.jwt.expiry-ignored
    super({ secretOrKey: process.env.KEY, ignoreExpiration: true });
  }
}

function checked(token) {
  // ok: javascript.jwt.expiry-ignored
  return jwt.verify(token, process.env.KEY, { ignoreExpiration: false });
}

function plain(token) {
  // ok: javascript.jwt.expiry-ignored
  return jwt.verify(token, process.env.KEY);
}

// ok: javascript.jwt.expiry-ignored
const options = { ignoreExpiration: false };
