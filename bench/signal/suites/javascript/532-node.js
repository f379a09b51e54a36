// CWE-532: secrets in the log.
// == vulnerable: a password
app.post("/login", (req, res) => {
  console.log("login", req.body.name, req.body.password);
});
// == vulnerable: in a template
logger.info(`logging in ${user.name} with ${user.password}`);
// == vulnerable: a key of the environment
console.log("using key " + process.env.STRIPE_SECRET_KEY);
// == vulnerable: a token in an object
logger.debug({ accessToken, user: user.id }, "token renewed");
// == vulnerable: a variable of its own name
console.info("api key:", apiKey);
// == vulnerable: the whole body of a log-in
app.post("/login", (req, res) => {
  console.log(req.body);
});
// == vulnerable: all headers
app.use((req, res, next) => {
  logger.info(JSON.stringify(req.headers));
  next();
});
// == safe: the name only
logger.info(`logging in ${user.name}`);
// == safe: whether there is one
console.log("has password:", Boolean(user.password));
// == safe: its length
console.log("token length", token.length);
// == safe: a message about a password
logger.warn("wrong password for", user.name);
// == safe: masked
console.log("key", maskSecret(apiKey));
// == safe: the expiry of a token
logger.info("token expires", token.expiresAt);
// == safe: the path of a secret file
console.log("reading", secretFilePath);
