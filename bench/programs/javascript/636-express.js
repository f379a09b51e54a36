// CWE-636: a check that lets in when it fails.
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
