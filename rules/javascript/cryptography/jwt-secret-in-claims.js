const tokens = require("jsonwebtoken");

function issue(user, key) {
  // ruleid: javascript.jwt.secret-in-claims
  const first = tokens.sign({ id: user.id, password: user.password }, key);
  const claims = { user: { mail: user.mail, passwordHash: user.hash } };
  // ruleid: javascript.jwt.secret-in-claims
  const second = tokens.sign(claims, key, { expiresIn: "1h" });
  const made = Object.assign({ pwd: user.pwd }, { id: user.id });
  // ruleid: javascript.jwt.secret-in-claims
  const third = tokens.sign(made, key);
  const later = { id: user.id };
  later.password = user.password;
  // ruleid: javascript.jwt.secret-in-claims
  const fourth = tokens.sign(later, key);
  // ok: javascript.jwt.secret-in-claims
  const fifth = tokens.sign({ id: user.id, role: user.role }, key);
  // ok: javascript.jwt.secret-in-claims
  const sixth = tokens.sign({ id: user.id, password: true }, key);
  // ok: javascript.jwt.secret-in-claims
  const seventh = tokens.sign({ id: check({ password: user.password }) }, key);
  return [first, second, third, fourth, fifth, sixth, seventh];
}

async function register(body, key) {
  const account = new Account({ name: body.name, password: await slow(body.password) });
  await account.save();
  // ok: javascript.jwt.secret-in-claims
  return tokens.sign({ id: account.id, name: account.name }, key);
}

async function change(account, body, key) {
  account.password = await slow(body.password);
  await account.save();
  // ok: javascript.jwt.secret-in-claims
  const part = tokens.sign({ id: account.id }, key);
  // ruleid: javascript.jwt.secret-in-claims
  return [part, tokens.sign({ user: account }, key)];
}
