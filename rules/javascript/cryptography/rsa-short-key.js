const crypto = require("crypto");

// ruleid: javascript.rsa.short-key
crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });

// ok: javascript.rsa.short-key
crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });

// ok: javascript.rsa.short-key
crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });

// ok: javascript.rsa.short-key
crypto.generateKeyPairSync("rsa", { modulusLength: config.bits });
