// CWE-693: protections of the browser switched off.
const helmet = require("helmet");
// == vulnerable: no content policy
app.use(helmet({ contentSecurityPolicy: false }));
// == vulnerable: frames for everybody
app.use(helmet({ frameguard: false }));
// == vulnerable: inline scripts
app.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ["'self'", "'unsafe-inline'"] } }));
// == vulnerable: evaluated scripts
app.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'", "'unsafe-eval'"] } } }));
// == vulnerable: Electron without isolation
const window = new BrowserWindow({ webPreferences: { nodeIntegration: true, contextIsolation: false } });
// == vulnerable: Electron without web security
const window = new BrowserWindow({ webPreferences: { webSecurity: false } });
// == vulnerable: the filter of old browsers
res.setHeader("Content-Security-Policy", "default-src *; script-src * 'unsafe-inline' 'unsafe-eval'");
// == safe: as it comes
app.use(helmet());
// == safe: an own policy
app.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'"] } } }));
// == safe: only the report of another header
app.use(helmet({ hsts: { maxAge: 31536000 }, dnsPrefetchControl: { allow: false } }));
// == safe: inline styles only
app.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"] } }));
// == safe: Electron as it comes
const window = new BrowserWindow({ webPreferences: { preload: path.join(__dirname, "preload.js") } });
