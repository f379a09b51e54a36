const crypto = require("crypto");
const bcrypt = require("bcrypt");

async function register(password, salt, body) {
  // ruleid: javascript.hash.weak-password
  const first = crypto.createHash("sha256").update(password).digest("hex");
  // ruleid: javascript.hash.weak-password
  const second = crypto.createHash("md5").update(salt + body.password).digest("hex");
  // ok: javascript.hash.weak-password
  const third = await bcrypt.hash(password, 12);
  // ok: javascript.hash.weak-password
  const fourth = crypto.scryptSync(password, salt, 64);
  // ok: javascript.hash.weak-password
  const etag = crypto.createHash("sha256").update(body.text).digest("hex");
  return { first, second, third, fourth, etag };
}

async function shortened(password) {
  // ok: javascript.hash.weak-password
  password = crypto.createHash("sha512").update(password).digest("hex");
  return bcrypt.hash(password, 12);
}
