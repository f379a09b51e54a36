// CWE-798 and CWE-321: keys written in the code.
const jwt = require("jsonwebtoken");
const session = require("express-session");
// == vulnerable: a default beside the environment
app.use(session({ secret: process.env.SESSION_SECRET || "keyboard cat" }));
// == vulnerable: a passport strategy
passport.use(new JwtStrategy({ jwtFromRequest, secretOrKey: "s3cr3t-k3y-of-shop" }, verify));
// == vulnerable: Nest's module
@Module({ imports: [JwtModule.register({ secret: "s3cr3t-k3y-of-shop", signOptions: { expiresIn: "60s" } })] })
export class AuthModule {}
// == vulnerable: a cipher's key
const crypto = require("crypto");
const cipher = crypto.createCipheriv("aes-256-gcm", "0123456789abcdef0123456789abcdef", crypto.randomBytes(12));
// == vulnerable: cookie-parser
app.use(require("cookie-parser")("s3cr3t-k3y-of-shop"));
// == vulnerable: iron-session
export const options = { cookieName: "shop", password: "complex_password_at_least_32_characters_long" };
export const getSession = () => getIronSession(cookies(), { cookieName: "shop", password: "complex_pass_at_least_32_characters_long" });
