app.get("/feed", (req, res) => {
  // ruleid: javascript.url.host-header-address
  const first = "https://" + req.headers.host + "/feed";
  // ruleid: javascript.url.host-header-address
  const second = `${req.protocol}://${req.hostname}/feed`;
  // ok: javascript.url.host-header-address
  const third = "https://" + config.host + "/feed";
  // ok: javascript.url.host-header-address
  const fourth = `https://example.com/${req.params.host}`;
  // ok: javascript.url.host-header-address
  log(req.headers.host);
  res.json([first, second, third, fourth]);
});
