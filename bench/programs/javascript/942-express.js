// CWE-942: every site may call with the user's cookies.
const express = require("express");
const cors = require("cors");
const app = express();
// == vulnerable: a function with a body
app.use(cors({
  credentials: true,
  origin: function (origin, callback) {
    callback(null, true);
  },
}));
// == vulnerable: the header by hand, with a default
app.use((req, res, next) => {
  res.header("Access-Control-Allow-Origin", req.headers.origin || "*");
  res.header("Access-Control-Allow-Credentials", true);
  next();
});
// == vulnerable: several headers at once
app.use((req, res, next) => {
  res.set({
    "Access-Control-Allow-Origin": req.headers.origin,
    "Access-Control-Allow-Credentials": "true",
  });
  next();
});
// == vulnerable: Nest
app.enableCors({ origin: true, credentials: true });
// == safe: the origin is looked up
app.use((req, res, next) => {
  if (ALLOWED.includes(req.headers.origin)) {
    res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
    res.setHeader("Access-Control-Allow-Credentials", "true");
  }
  next();
});
