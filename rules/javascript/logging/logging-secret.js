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
