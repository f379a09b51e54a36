// CWE-22: a file outside the intended folder. Express and the standard library.
const fs = require("fs");
const fsp = require("fs/promises");
const path = require("path");
const express = require("express");

const app = express();
const ROOT = "/srv/reports";
// == vulnerable: download
app.get("/download", (req, res) => {
  res.download(ROOT + "/" + req.query.file);
});
// == vulnerable: a header, written
app.put("/copy", async (req, res) => {
  await fsp.writeFile(path.join(ROOT, req.get("X-Report")), req.body);
  res.sendStatus(204);
});
// == safe: the content is the client's, the path is not
app.post("/note", (req, res) => {
  fs.writeFile(path.join(ROOT, "note.txt"), req.body.text, () => res.sendStatus(204));
});
// == safe: characters of the name are checked
app.get("/checked", (req, res) => {
  const name = req.query.name;
  if (typeof name !== "string" || !/^[\w-]+\.txt$/.test(name)) {
    return res.sendStatus(400);
  }
  res.sendFile(path.join(ROOT, name));
});
// == safe: a name made by the server
app.post("/new", (req, res) => {
  const name = require("crypto").randomUUID();
  fs.writeFileSync(path.join(ROOT, name), JSON.stringify(req.body));
  res.json({ name });
});
