// CWE-327: broken ciphers and modes.
const crypto = require("crypto");
// == vulnerable: DES
function encrypt(text) {
  const cipher = crypto.createCipheriv("des-cbc", KEY, crypto.randomBytes(8));
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}
// == vulnerable: triple DES
const cipher = crypto.createCipheriv("des-ede3-cbc", KEY, crypto.randomBytes(8));
// == vulnerable: RC4
const cipher = crypto.createCipheriv("rc4", KEY, null);
// == vulnerable: ECB
const cipher = crypto.createCipheriv("aes-256-ecb", KEY, null);
// == vulnerable: a key without a salt
const cipher = crypto.createCipher("aes-256-cbc", process.env.PASSWORD);
// == vulnerable: the name in a variable
const ALGORITHM = "des-ecb";
function encrypt(text) {
  const cipher = crypto.createCipheriv(ALGORITHM, KEY, null);
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}
// == vulnerable: an imported function
import { createCipheriv, randomBytes } from "node:crypto";
const cipher = createCipheriv("bf-cbc", KEY, randomBytes(8));
// == vulnerable: CryptoJS
const CryptoJS = require("crypto-js");
const sealed = CryptoJS.DES.encrypt(text, key).toString();
// == vulnerable: CryptoJS in ECB mode
const CryptoJS = require("crypto-js");
const sealed = CryptoJS.AES.encrypt(text, key, { mode: CryptoJS.mode.ECB });
// == vulnerable: a short RSA key
const pair = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });
// == safe: GCM
const cipher = crypto.createCipheriv("aes-256-gcm", KEY, crypto.randomBytes(12));
// == safe: ChaCha20
const cipher = crypto.createCipheriv("chacha20-poly1305", KEY, crypto.randomBytes(12), { authTagLength: 16 });
// == safe: the name in a variable
const ALGORITHM = "aes-256-gcm";
const cipher = crypto.createCipheriv(ALGORITHM, KEY, crypto.randomBytes(12));
// == safe: CryptoJS's AES
const CryptoJS = require("crypto-js");
const sealed = CryptoJS.AES.encrypt(text, key).toString();
// == safe: a long RSA key
const pair = crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });
// == safe: a word that holds des
const codes = { "des-cbc": false, description: "describes" };
