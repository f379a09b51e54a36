app.use((req, res, next) => {
  // ruleid: javascript.logging.request-headers
  logger.info(JSON.stringify(req.headers));
  // ruleid: javascript.logging.request-headers
  console.log("headers", req.headers);
  // ok: javascript.logging.request-headers
  logger.info(req.headers["user-agent"]);
  // ok: javascript.logging.request-headers
  logger.info(req.method, req.url);
  next();
});

app.post("/login", (req, res) => {
  // ruleid: javascript.logging.request-headers
  console.log(req.body);
  // ok: javascript.logging.request-headers
  console.log(req.body.name);
});

if (isDev) {
  app.post("/echo", (req, res) => {
    // ok: javascript.logging.request-headers
    console.log("headers", req.headers);
    res.end();
  });
}

app.use((req, res, next) => {
  const all = { method: req.method, headers: req.headers };
  // ruleid: javascript.logging.request-headers
  console.log(all);
  const { host } = req.headers;
  // ok: javascript.logging.request-headers
  console.log(host);
  const headers = req.headers;
  // ok: javascript.logging.request-headers
  console.log("for", headers.host, headers["x-request-id"]);
  const names = Object.keys(req.headers);
  // ok: javascript.logging.request-headers
  console.log(names);
  const answer = await fetch(UPSTREAM, { headers: req.headers });
  // ok: javascript.logging.request-headers
  console.log(answer);
  next();
});
