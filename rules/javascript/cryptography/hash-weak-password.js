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

const { createHash: digestWith } = require("crypto");
const sha1 = require("sha1");

function stored(user, pw, req) {
  // ruleid: javascript.hash.weak-password
  const first = digestWith("md5").update(pw + user.salt).digest("hex");
  const hash = crypto.createHash("sha256");
  // ruleid: javascript.hash.weak-password
  hash.update(user.passwd);
  // ruleid: javascript.hash.weak-password
  const second = sha1(req.body["password"]);
  const plain = req.body.pwd;
  // ruleid: javascript.hash.weak-password
  const third = CryptoJS.MD5(`${user.salt}:${plain}`);
  // ok: javascript.hash.weak-password
  const fourth = crypto.createHash("sha256").update(user.id).digest("hex");
  // ok: javascript.hash.weak-password
  const fifth = crypto.createHash("sha256").update(await bcrypt.hash(user.passwd, 12)).digest("hex");
  // ok: javascript.hash.weak-password
  const sixth = crypto.scryptSync(user.passwd, user.salt, 64);
  return [first, second, third, fourth, fifth, sixth];
}
