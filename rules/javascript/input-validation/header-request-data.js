app.get("/file", (req, res) => {
  // ruleid: javascript.header.request-data
  res.set("Content-Type", req.query.type);
  // ruleid: javascript.header.request-data
  res.setHeader(req.query.name, "1");
  // ruleid: javascript.header.request-data
  res.writeHead(200, { "Content-Type": req.query.type });
  // ok: javascript.header.request-data
  res.set("Content-Type", "text/plain");
  // ok: javascript.header.request-data
  res.set("X-Page", Number(req.query.page));
  // ok: javascript.header.request-data
  res.set("Content-Disposition", `attachment; filename="${encodeURIComponent(req.query.name)}"`);
});

app.get("/several", (req, res) => {
  const headers = { "X-Page": Number(req.query.page), "X-Kind": "list" };
  // ok: javascript.header.request-data
  res.writeHead(200, headers);
  const typed = { "Content-Type": req.query.type };
  // ruleid: javascript.header.request-data
  res.set(typed);
});
