// CWE-693: protections of the browser switched off.
const helmet = require("helmet");
// == vulnerable: Electron without web security
const window = new BrowserWindow({ webPreferences: { webSecurity: false } });
// == vulnerable: the filter of old browsers
res.setHeader("Content-Security-Policy", "default-src *; script-src * 'unsafe-inline' 'unsafe-eval'");
