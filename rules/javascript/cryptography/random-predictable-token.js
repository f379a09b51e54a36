const crypto = require("crypto");

function invite(user) {
  // ruleid: javascript.random.predictable-token
  const token = Math.random().toString(36).slice(2);
  // ruleid: javascript.random.predictable-token
  user.resetCode = Math.floor(Math.random() * 1000000);
  // ok: javascript.random.predictable-token
  const secret = crypto.randomBytes(32).toString("hex");
  // ok: javascript.random.predictable-token
  const delay = Math.random() * 1000;
  // ok: javascript.random.predictable-token
  const tokenIndex = Math.floor(Math.random() * 10);
  return { token, secret, delay, tokenIndex };
}

function generatePassword() {
  // ruleid: javascript.random.predictable-token
  return Math.random().toString(36);
}

// ok: javascript.random.predictable-token
parameters = { SignatureMethod: "HMAC-SHA1", SignatureNonce: Math.random().toString() };
