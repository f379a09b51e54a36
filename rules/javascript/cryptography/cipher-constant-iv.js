const crypto = require("crypto");

const IV = Buffer.from("0123456789abcdef");

function encrypt(key, sealed) {
  // ruleid: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-cbc", key, "1234567890123456");
  // ruleid: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-cbc", key, IV);
  // ruleid: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  // ok: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-gcm", key, crypto.randomBytes(12));
  // ok: javascript.cipher.constant-iv
  crypto.createDecipheriv("aes-256-cbc", key, IV);
  // ok: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-cbc", key, Buffer.from(process.env.IV, "hex"));
  const fresh = Buffer.alloc(12);
  crypto.randomFillSync(fresh);
  // ok: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-gcm", key, fresh);
  // ok: javascript.cipher.constant-iv
  crypto.createCipheriv("aes-256-ecb", key, "");
}

function sealed(key, text) {
  // ruleid: javascript.cipher.constant-iv
  const first = crypto.createCipheriv("aes-128-gcm", key, "");
  // ok: javascript.cipher.constant-iv
  const second = crypto.createCipheriv("aes-128-ecb", key, "");
  return [first, second, text];
}
