// CWE-328: hashes too fast or broken for what they protect.
const crypto = require("crypto");
// == vulnerable: CryptoJS
const stored = CryptoJS.MD5(password).toString();
// == vulnerable: bcrypt with few rounds
const stored = bcrypt.hashSync(password, 4);
