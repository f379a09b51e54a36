// CWE-636: a check that lets in when it fails.
// == vulnerable: verification's error is swallowed
function authenticate(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.KEY);
  } catch (error) {
    console.log(error);
  }
  next();
}
// == vulnerable: true in the catch
async function isAllowed(user, action) {
  try {
    return await policy.check(user, action);
  } catch (error) {
    return true;
  }
}
// == vulnerable: next in the catch
app.use(async (req, res, next) => {
  try {
    await verifyToken(req.headers.authorization);
    next();
  } catch (error) {
    next();
  }
});
// == vulnerable: a promise's catch
const hasPermission = (user, name) => acl.lookup(user, name).catch(() => true);
// == vulnerable: a callback's error
function checkAccess(user, callback) {
  acl.load(user, (err, roles) => {
    if (err) {
      return callback(null, true);
    }
    callback(null, roles.includes("admin"));
  });
}
// == safe: false in the catch
async function isAllowed(user, action) {
  try {
    return await policy.check(user, action);
  } catch (error) {
    logger.error(error);
    return false;
  }
}
// == safe: refused in the catch
function authenticate(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.KEY);
    next();
  } catch (error) {
    res.sendStatus(401);
  }
}
// == safe: the error is passed on
app.use(async (req, res, next) => {
  try {
    await verifyToken(req.headers.authorization);
    next();
  } catch (error) {
    next(error);
  }
});
// == safe: a guest when there is no token
function identify(req, res, next) {
  req.user = null;
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
  } catch (error) {
    req.user = GUEST;
  }
  next();
}
// == safe: true about something else
function isEmpty(path) {
  try {
    return fs.readdirSync(path).length === 0;
  } catch (error) {
    return true;
  }
}
