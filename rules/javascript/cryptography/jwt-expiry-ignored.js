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

const lenient = { algorithms: ["RS256"], ignoreExpiration: true };

function renewed(token) {
  // ruleid: javascript.jwt.expiry-ignored
  return jwt.verify(token, process.env.KEY, lenient);
}

// ok: javascript.jwt.expiry-ignored
const schedule = new Schedule({ ignoreExpiration: true });
