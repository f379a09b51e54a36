app.post("/forgot", async (req, res) => {
  const token = await makeToken(req.body.mail);
  // ruleid: javascript.url.host-header
  const link = `https://${req.headers.host}/reset/${token}`;
  // ruleid: javascript.url.host-header
  const other = "http://" + req.headers.host + "/reset?token=" + token;
  // ok: javascript.url.host-header
  const safe = `${config.siteUrl}/reset/${token}`;
  // ok: javascript.url.host-header
  const self = `https://${req.headers.host}/docs`;
  // ok: javascript.url.host-header
  log(req.headers.host);
  await send(req.body.mail, link, other, safe, self);
});

app.post("/invite", async (req, res) => {
  const site = req.get("host");
  // ruleid: javascript.url.host-header
  const link = "https://" + site + "/invite/" + (await makeToken(req.body.mail));
  // ruleid: javascript.url.host-header
  await send({ text: "Confirm here: https://" + req.hostname + "/confirm" });
  // ok: javascript.url.host-header
  await send({ text: "Confirm here: https://" + config.host + "/confirm" });
  res.json(link);
});
