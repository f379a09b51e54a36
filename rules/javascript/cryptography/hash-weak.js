const crypto = require("crypto");
const { createHash: digestWith } = require("crypto");

function etag(text, password) {
  // ruleid: javascript.hash.weak
  const first = crypto.createHash("md5").update(text).digest("hex");
  // ruleid: javascript.hash.weak
  const second = digestWith("sha1").update(text).digest("hex");
  // ruleid: javascript.hash.weak
  const third = CryptoJS.MD5(text);
  // ok: javascript.hash.weak
  const fourth = crypto.createHash("sha256").update(text).digest("hex");
  // ok: javascript.hash.weak
  const fifth = crypto.createHash("md5").update(password).digest("hex");
  // ok: javascript.hash.weak
  const sixth = CryptoJS.SHA256(text);
  return [first, second, third, fourth, fifth, sixth];
}
