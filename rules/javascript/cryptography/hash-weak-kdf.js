const crypto = require("crypto");
const bcrypt = require("bcrypt");

async function register(password, salt) {
  // ruleid: javascript.hash.weak-kdf
  crypto.pbkdf2Sync(password, salt, 1000, 32, "sha256");
  // ruleid: javascript.hash.weak-kdf
  await bcrypt.hash(password, 4);
  // ok: javascript.hash.weak-kdf
  crypto.pbkdf2Sync(password, salt, 600000, 32, "sha256");
  // ok: javascript.hash.weak-kdf
  await bcrypt.hash(password, 12);
  // ok: javascript.hash.weak-kdf
  await bcrypt.hash(password, config.rounds);
}
