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

function login(req, res, user) {
  // ruleid: javascript.random.predictable-token
  const pin = Math.floor(1000 + Math.random() * 9000);
  // ruleid: javascript.random.predictable-token
  user.verifyCode = String(Math.random()).slice(2, 8);
  const made = Math.random().toString(36).slice(2);
  // ruleid: javascript.random.predictable-token
  res.cookie("sessionid", made, { httpOnly: true });
  // ruleid: javascript.random.predictable-token
  send(`https://example.com/reset?token=${made}`);
  // ok: javascript.random.predictable-token
  const row = Math.floor(Math.random() * rows.length);
  // ok: javascript.random.predictable-token
  res.cookie("variant", Math.random() < 0.5 ? "a" : "b");
  // ok: javascript.random.predictable-token
  const sid = crypto.randomUUID();
  return [pin, row, sid];
}
