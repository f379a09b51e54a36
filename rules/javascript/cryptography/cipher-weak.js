const crypto = require("crypto");

function seal(key, text) {
  // ruleid: javascript.cipher.weak
  crypto.createCipher("aes-256-cbc", key);
  // ruleid: javascript.cipher.weak
  crypto.createCipheriv("des-ede3-ecb", key, null);
  // ruleid: javascript.cipher.weak
  createCipheriv("bf-cbc", key, iv);
  // ok: javascript.cipher.weak
  crypto.createCipheriv("aes-256-gcm", key, crypto.randomBytes(12));
  // ok: javascript.cipher.weak
  crypto.createDecipheriv("aes-256-gcm", key, text.slice(0, 12));
  // ok: javascript.cipher.weak
  return crypto.createHash("sha256").update(text).digest("hex");
}
