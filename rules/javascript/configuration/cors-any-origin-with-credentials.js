const cors = require("cors");

// ruleid: javascript.cors.any-origin-with-credentials
app.use(cors({ origin: true, credentials: true }));
// ok: javascript.cors.any-origin-with-credentials
app.use(cors({ origin: "https://example.com", credentials: true }));
// ok: javascript.cors.any-origin-with-credentials
app.use(cors({ origin: true }));
// ok: javascript.cors.any-origin-with-credentials
app.use(cors());

app.use((req, res, next) => {
  // ruleid: javascript.cors.any-origin-with-credentials
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  next();
});

app.use((req, res, next) => {
  const origin = req.get("Origin");
  // ruleid: javascript.cors.any-origin-with-credentials
  res.set("Access-Control-Allow-Origin", origin);
  res.set("Access-Control-Allow-Credentials", "true");
  next();
});

app.use((req, res, next) => {
  const origin = req.get("Origin");
  if (ALLOWED.includes(origin)) {
    // ok: javascript.cors.any-origin-with-credentials
    res.set("Access-Control-Allow-Origin", origin);
    res.set("Access-Control-Allow-Credentials", "true");
  }
  next();
});

// ruleid: javascript.cors.any-origin-with-credentials
app.use(cors({ origin: /example\.com/, credentials: true }));
// ok: javascript.cors.any-origin-with-credentials
app.use(cors({ origin: /^https:\/\/example\.com$/, credentials: true }));
