function login(user, password, config) {
  // ruleid: javascript.logging.secret
  console.log("login", user.name, password);
  // ruleid: javascript.logging.secret
  logger.debug(`token is ${user.accessToken}`);
  // ruleid: javascript.logging.secret
  console.error("cannot connect with " + config.apiKey);
  // ok: javascript.logging.secret
  console.log("login", user.name);
  // ok: javascript.logging.secret
  console.log("settings", config.fallbackToPassword);
  // ok: javascript.logging.secret
  console.log("wrong password for", user.name);
  // ok: javascript.logging.secret
  logger.info("password length", password.length);
  // ok: javascript.logging.secret
  logger.info(`token ${mask(user.accessToken)}`);
}

async function connect(host, password) {
  const settings = { host, password };
  // ruleid: javascript.logging.secret
  console.log(settings);
  const line = "connecting to " + host + " with " + password;
  // ruleid: javascript.logging.secret
  logger.info(line);
  const client = new Client(settings);
  // ok: javascript.logging.secret
  console.log(client);
  const user = await client.login(host, password);
  // ok: javascript.logging.secret
  console.log(user);
  const has = !!password;
  // ok: javascript.logging.secret
  logger.info("with a password", has);
  const { port } = settings;
  // ok: javascript.logging.secret
  logger.info("port", port);
}

function told(token) {
  const column = token[TableApiToken.validUntil];
  // ok: javascript.logging.secret
  logger.info(`valid until ${column} of ${TableApiToken}`);
}
