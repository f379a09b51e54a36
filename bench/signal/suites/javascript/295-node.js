// CWE-295: certificates that nobody checks.
const https = require("https");
// == vulnerable: an agent
const agent = new https.Agent({ rejectUnauthorized: false });
// == vulnerable: a request
https.get({ host: "api.example.com", path: "/", rejectUnauthorized: false }, (answer) => answer.resume());
// == vulnerable: the environment
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
// == vulnerable: the environment, by a key
process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = 0;
// == vulnerable: the host name
require("tls").connect({ host, port, checkServerIdentity: () => undefined });
// == vulnerable: request
request({ url: "https://api.example.com", strictSSL: false }, done);
// == vulnerable: pg
const pool = new Pool({ connectionString: process.env.URL, ssl: { rejectUnauthorized: false } });
// == vulnerable: a mail server
const transport = nodemailer.createTransport({ host: "mail.example.com", tls: { rejectUnauthorized: false } });
// == vulnerable: set later
options.rejectUnauthorized = false;
// == vulnerable: chrome started without checks
const browser = await puppeteer.launch({ ignoreHTTPSErrors: true });
// == vulnerable: an old version
const server = https.createServer({ key, cert, minVersion: "TLSv1" }, app);
// == vulnerable: an old method
const options = { secureProtocol: "TLSv1_method" };
// == safe: checked
const agent = new https.Agent({ rejectUnauthorized: true });
// == safe: an own authority
const agent = new https.Agent({ ca: fs.readFileSync("/etc/own-ca.pem") });
// == safe: from the configuration
const agent = new https.Agent({ rejectUnauthorized: config.verifyTls });
// == safe: a server that asks for certificates and looks itself
const other = { rejectUnauthorized: process.env.INSECURE !== "1" };
// == safe: a newer version
const server = https.createServer({ key, cert, minVersion: "TLSv1.2" }, app);
