// CWE-330: secrets from a predictable generator.
const crypto = require("crypto");
// == vulnerable: a token
const token = Math.random().toString(36).slice(2);
// == vulnerable: a session identifier
function sessionId() {
  return "s" + Math.random().toString(16);
}
// == vulnerable: a one-time code
const otp = Math.floor(100000 + Math.random() * 900000);
// == vulnerable: a password, letter by letter
function generatePassword(length) {
  let password = "";
  for (let i = 0; i < length; i++) {
    password += LETTERS.charAt(Math.floor(Math.random() * LETTERS.length));
  }
  return password;
}
// == vulnerable: a field
user.resetToken = Math.random().toString(36);
// == vulnerable: a field of an object
const invitation = { mail, inviteToken: Math.random().toString(36).substring(2) };
// == vulnerable: a key from letters
const apiKey = Array.from({ length: 32 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join("");
// == vulnerable: hashed, still predictable
const csrfToken = crypto.createHash("sha256").update(String(Math.random())).digest("hex");
// == vulnerable: a salt
const salt = Math.round(new Date().valueOf() * Math.random()) + "";
// == safe: random bytes
const token = crypto.randomBytes(32).toString("hex");
// == safe: a UUID
const sessionId = crypto.randomUUID();
// == safe: randomInt
const otp = crypto.randomInt(100000, 1000000);
// == safe: a delay
const delay = 100 + Math.random() * 50;
// == safe: a colour
const color = "#" + Math.floor(Math.random() * 16777215).toString(16);
// == safe: which of the tokens of a text
const tokenIndex = Math.floor(Math.random() * tokens.length);
// == safe: an identifier of an element
const elementId = "el-" + Math.random().toString(36).slice(2);
// == safe: nanoid
import { nanoid } from "nanoid";
const token = nanoid();
