// CWE-798 and CWE-321: keys written in the code.
const jwt = require("jsonwebtoken");
const session = require("express-session");
// == vulnerable: a token is signed
const token = jwt.sign({ id: user.id }, "s3cr3t-k3y-of-shop", { expiresIn: "1h" });
// == vulnerable: the key in a variable
const KEY = "s3cr3t-k3y-of-shop";
function check(token) {
  return jwt.verify(token, KEY);
}
// == vulnerable: a session
app.use(session({ secret: "keyboard cat", resave: false, saveUninitialized: true }));
// == vulnerable: a default beside the environment
app.use(session({ secret: process.env.SESSION_SECRET || "keyboard cat" }));
// == vulnerable: a default in a variable
const SECRET = process.env.JWT_SECRET || "s3cr3t-k3y-of-shop";
const token = jwt.sign({ id: user.id }, SECRET);
// == vulnerable: a passport strategy
passport.use(new JwtStrategy({ jwtFromRequest, secretOrKey: "s3cr3t-k3y-of-shop" }, verify));
// == vulnerable: Nest's module
@Module({ imports: [JwtModule.register({ secret: "s3cr3t-k3y-of-shop", signOptions: { expiresIn: "60s" } })] })
export class AuthModule {}
// == vulnerable: a cipher's key
const crypto = require("crypto");
const cipher = crypto.createCipheriv("aes-256-gcm", "0123456789abcdef0123456789abcdef", crypto.randomBytes(12));
// == vulnerable: an HMAC's key
const crypto = require("crypto");
const signature = crypto.createHmac("sha256", "s3cr3t-k3y-of-shop").update(body).digest("hex");
// == vulnerable: cookie-parser
app.use(require("cookie-parser")("s3cr3t-k3y-of-shop"));
// == vulnerable: iron-session
export const options = { cookieName: "shop", password: "complex_password_at_least_32_characters_long" };
export const getSession = () => getIronSession(cookies(), { cookieName: "shop", password: "complex_pass_at_least_32_characters_long" });
// == safe: the environment
const token = jwt.sign({ id: user.id }, process.env.JWT_SECRET);
// == safe: the configuration
app.use(session({ secret: config.get("session.secret"), resave: false }));
// == safe: a public key of a file
const KEY = fs.readFileSync("/etc/keys/public.pem");
const claims = jwt.verify(token, KEY, { algorithms: ["RS256"] });
// == safe: random at each start
const KEY = crypto.randomBytes(32);
app.use(session({ secret: KEY.toString("hex") }));
// == safe: a hash's name is no key
const digest = crypto.createHash("sha256").update("constant").digest("hex");
// == safe: a required variable
const KEY = process.env.JWT_SECRET;
if (!KEY) throw new Error("JWT_SECRET is missing");
const token = jwt.sign({ id: user.id }, KEY);
