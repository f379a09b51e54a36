const https = require("https");

// ruleid: javascript.tls.old-version
https.createServer({ minVersion: "TLSv1" }, app);

// ruleid: javascript.tls.old-version
const options = { secureProtocol: "TLSv1_method" };

// ok: javascript.tls.old-version
https.createServer({ minVersion: "TLSv1.2" }, app);

// ok: javascript.tls.old-version
https.createServer({ secureProtocol: "TLS_method" }, app);

// ok: javascript.tls.old-version
const version = { minVersion: "1.0.0" };
