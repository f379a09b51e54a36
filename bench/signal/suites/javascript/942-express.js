// CWE-942: every site may call with the user's cookies.
const express = require("express");
const cors = require("cors");
const app = express();
// == vulnerable: every origin with credentials
app.use(cors({ origin: true, credentials: true }));
// == vulnerable: a function that allows all
app.use(cors({ origin: (origin, callback) => callback(null, true), credentials: true }));
// == vulnerable: a function with a body
app.use(cors({
  credentials: true,
  origin: function (origin, callback) {
    callback(null, true);
  },
}));
// == vulnerable: the header by hand
app.use((req, res, next) => {
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  next();
});
// == vulnerable: the header by hand, with a default
app.use((req, res, next) => {
  res.header("Access-Control-Allow-Origin", req.headers.origin || "*");
  res.header("Access-Control-Allow-Credentials", true);
  next();
});
// == vulnerable: the origin in a variable
app.use((req, res, next) => {
  const origin = req.get("Origin");
  res.set("Access-Control-Allow-Origin", origin);
  res.set("Access-Control-Allow-Credentials", "true");
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
// == vulnerable: a part of the origin is compared
app.use(cors({ origin: /example\.com/, credentials: true }));
// == safe: named origins
app.use(cors({ origin: ["https://a.example.com"], credentials: true }));
// == safe: no credentials
app.use(cors({ origin: true }));
// == safe: everyone, without credentials
app.use(cors());
// == safe: the origin is looked up
app.use((req, res, next) => {
  if (ALLOWED.includes(req.headers.origin)) {
    res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
    res.setHeader("Access-Control-Allow-Credentials", "true");
  }
  next();
});
// == safe: a function that looks
app.use(cors({ origin: (origin, callback) => callback(null, ALLOWED.includes(origin)), credentials: true }));
// == safe: a function that looks, longer
app.use(cors({
  origin: (origin, callback) => {
    if (!origin || ALLOWED.has(origin)) {
      callback(null, true);
    } else {
      callback(new Error("not allowed"));
    }
  },
  credentials: true,
}));
// == safe: an anchored expression
app.use(cors({ origin: /^https:\/\/([a-z]+\.)?example\.com$/, credentials: true }));
