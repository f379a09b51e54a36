function enter(req, user, settings) {
  // ruleid: javascript.auth.plain-compare
  if (req.body.password === user.password) {
    return true;
  }
  // ruleid: javascript.auth.plain-compare
  if (req.headers["x-key"] !== settings.apiKey) {
    return false;
  }
  // ok: javascript.auth.plain-compare
  if (req.body.password === undefined) {
    return false;
  }
  // ok: javascript.auth.plain-compare
  if (req.body.password !== req.body.passwordConfirm) {
    return false;
  }
  // ok: javascript.auth.plain-compare
  if (field.type === "password") {
    return false;
  }
  // ok: javascript.auth.plain-compare
  return crypto.timingSafeEqual(digest(req.query.token), digest(settings.token));
}
