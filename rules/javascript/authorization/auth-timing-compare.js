const crypto = require("crypto");

function verify(key, body, given) {
  const mac = crypto.createHmac("sha256", key).update(body).digest("hex");
  // ok: javascript.auth.timing-compare
  if (mac.length !== given.length) {
    return false;
  }
  // ruleid: javascript.auth.timing-compare
  if (mac === given) {
    return true;
  }
  // ruleid: javascript.auth.timing-compare
  if (given !== "sha256=" + mac) {
    return false;
  }
  // ok: javascript.auth.timing-compare
  if (given === "") {
    return false;
  }
  // ok: javascript.auth.timing-compare
  return crypto.timingSafeEqual(Buffer.from(mac), Buffer.from(given));
}
