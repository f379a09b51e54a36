// CWE-532: secrets in the log.
// == safe: whether there is one
console.log("has password:", Boolean(user.password));
