// CWE-329: an encryption that starts from a constant.
const crypto = require("crypto");
// == vulnerable: a text
const cipher = crypto.createCipheriv("aes-256-cbc", KEY, "1234567890123456");
// == vulnerable: zeros
const cipher = crypto.createCipheriv("aes-256-gcm", KEY, Buffer.alloc(12));
// == vulnerable: zeros by number
const cipher = crypto.createCipheriv("aes-256-cbc", KEY, Buffer.alloc(16, 0));
// == vulnerable: bytes of a text, in a variable
const IV = Buffer.from("0123456789abcdef");
function encrypt(text) {
  const cipher = crypto.createCipheriv("aes-256-cbc", KEY, IV);
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}
// == vulnerable: hexadecimal
const iv = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
const cipher = crypto.createCipheriv("aes-256-ctr", KEY, iv);
// == vulnerable: CryptoJS
const iv = CryptoJS.enc.Utf8.parse("0123456789abcdef");
const sealed = CryptoJS.AES.encrypt(text, key, { iv: iv });
// == safe: random
const iv = crypto.randomBytes(16);
const cipher = crypto.createCipheriv("aes-256-cbc", KEY, iv);
// == safe: sent along
function decrypt(sealed) {
  const iv = Buffer.from(sealed.slice(0, 32), "hex");
  const decipher = crypto.createDecipheriv("aes-256-cbc", KEY, iv);
  return decipher.update(sealed.slice(32), "hex", "utf8") + decipher.final("utf8");
}
// == safe: filled at random
const iv = Buffer.alloc(12);
crypto.randomFillSync(iv);
const cipher = crypto.createCipheriv("aes-256-gcm", KEY, iv);
// == safe: from the configuration
const cipher = crypto.createCipheriv("aes-256-cbc", KEY, Buffer.from(process.env.IV, "hex"));
