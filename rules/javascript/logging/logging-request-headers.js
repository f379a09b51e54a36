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
