// CWE-327: broken ciphers and modes.
const crypto = require("crypto");
// == vulnerable: an imported function
import { createCipheriv, randomBytes } from "node:crypto";
const cipher = createCipheriv("bf-cbc", KEY, randomBytes(8));
// == vulnerable: CryptoJS
const CryptoJS = require("crypto-js");
const sealed = CryptoJS.DES.encrypt(text, key).toString();
// == vulnerable: CryptoJS in ECB mode
const CryptoJS = require("crypto-js");
const sealed = CryptoJS.AES.encrypt(text, key, { mode: CryptoJS.mode.ECB });
