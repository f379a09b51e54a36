const https = require("https");

// ruleid: javascript.tls.verification-off
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
// ruleid: javascript.tls.verification-off
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
// ok: javascript.tls.verification-off
const strict = new https.Agent({ rejectUnauthorized: true });
// ok: javascript.tls.verification-off
const own = new https.Agent({ ca: certificates });
// ok: javascript.tls.verification-off
const chosen = new https.Agent({ rejectUnauthorized: config.verify });

if (options.allowSelfSigned) {
  // ok: javascript.tls.verification-off
  agent = new https.Agent({ rejectUnauthorized: false });
}

// ruleid: javascript.tls.verification-off
const curled = curl(address, { SSL_VERIFYPEER: 0 }, done);
// ruleid: javascript.tls.verification-off
const mongo = new MongoClient(address, { tlsAllowInvalidCertificates: true });
// ok: javascript.tls.verification-off
const checked = curl(address, { SSL_VERIFYPEER: 1 }, done);
