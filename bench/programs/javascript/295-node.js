// CWE-295: certificates that nobody checks.
const https = require("https");
// == vulnerable: the environment, by a key
process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = 0;
// == vulnerable: the host name
require("tls").connect({ host, port, checkServerIdentity: () => undefined });
// == vulnerable: request
request({ url: "https://api.example.com", strictSSL: false }, done);
// == vulnerable: set later
options.rejectUnauthorized = false;
