// CWE-328: hashes too fast or broken for what they protect.
const crypto = require("crypto");
// == vulnerable: MD5 of a password
function hash(password) {
  return crypto.createHash("md5").update(password).digest("hex");
}
// == vulnerable: SHA-1 of a password with a salt
const stored = crypto.createHash("sha1").update(salt + user.password).digest("hex");
// == vulnerable: SHA-256 of a password
function check(user, password) {
  return user.hash === crypto.createHash("sha256").update(password).digest("hex");
}
// == vulnerable: an imported function
import { createHash } from "crypto";
const stored = createHash("sha512").update(req.body.password).digest("base64");
// == vulnerable: the md5 package
const md5 = require("md5");
const stored = md5(password);
// == vulnerable: CryptoJS
const stored = CryptoJS.MD5(password).toString();
// == vulnerable: few rounds
const stored = crypto.pbkdf2Sync(password, salt, 100, 32, "sha1");
// == vulnerable: bcrypt with few rounds
const stored = bcrypt.hashSync(password, 4);
// == safe: scrypt
const stored = crypto.scryptSync(password, salt, 64);
// == safe: bcrypt
const stored = await bcrypt.hash(password, 12);
// == safe: many rounds
const stored = crypto.pbkdf2Sync(password, salt, 600000, 32, "sha256");
// == safe: MD5 of a file's content as its name
const etag = crypto.createHash("md5").update(content).digest("hex");
// == safe: SHA-256 of a long random token
const stored = crypto.createHash("sha256").update(crypto.randomBytes(32)).digest("hex");
// == safe: the range request of a password check
const range = crypto.createHash("sha256").update(file.passwordPolicyText).digest("hex");
// == safe: an HMAC
const signature = crypto.createHmac("sha256", process.env.KEY).update(body).digest("hex");
