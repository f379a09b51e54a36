// CWE-329: an encryption that starts from a constant.
const crypto = require("crypto");
// == vulnerable: CryptoJS
const iv = CryptoJS.enc.Utf8.parse("0123456789abcdef");
const sealed = CryptoJS.AES.encrypt(text, key, { iv: iv });
