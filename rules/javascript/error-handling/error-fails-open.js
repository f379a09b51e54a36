async function isAllowed(user, action) {
  try {
    return await policy.check(user, action);
  } catch (error) {
    // ruleid: javascript.error.fails-open
    return true;
  }
}

app.use(async (req, res, next) => {
  try {
    await verifyToken(req.headers.authorization);
    next();
  } catch (error) {
    // ruleid: javascript.error.fails-open
    next();
  }
});

function authenticate(req, res, next) {
  // ruleid: javascript.error.fails-open
  try {
    req.user = jwt.verify(req.headers.authorization, KEY);
  } catch (error) {
    console.log(error);
  }
  next();
}

async function canEdit(user, page) {
  try {
    return await policy.check(user, page);
  } catch (error) {
    // ok: javascript.error.fails-open
    return false;
  }
}

function isEmpty(path) {
  try {
    return fs.readdirSync(path).length === 0;
  } catch (error) {
    // ok: javascript.error.fails-open
    return true;
  }
}

app.use(async (req, res, next) => {
  try {
    await verifyToken(req.headers.authorization);
    next();
  } catch (error) {
    // ok: javascript.error.fails-open
    next(error);
  }
});

function identify(req, res, next) {
  // ok: javascript.error.fails-open
  try {
    req.user = jwt.verify(req.cookies.token, KEY);
  } catch (error) {
    req.user = GUEST;
  }
  next();
}
