const fs = require("fs");
const path = require("path");
const express = require("express");

const app = express();
const ROOT = "/srv/files";
const REPORTS = { day: "/srv/day.csv", week: "/srv/week.csv" };

app.get("/files/:name", (req, res) => {
  const name = req.params.name;
  // ruleid: javascript.path.traversal
  fs.readFile(path.join(ROOT, name), done);
  // ruleid: javascript.path.traversal
  res.sendFile(ROOT + "/" + req.query.file);
  // ruleid: javascript.path.traversal
  fs.createWriteStream(`${ROOT}/${req.body.name}`);
  // ok: javascript.path.traversal
  fs.readFile(path.join(ROOT, path.basename(name)), done);
  // ok: javascript.path.traversal
  res.sendFile(name, { root: ROOT });
  // ok: javascript.path.traversal
  fs.readFileSync(REPORTS[name]);
  // ok: javascript.path.traversal
  fs.writeFileSync(path.join(ROOT, "last.txt"), name);
});

app.get("/checked", (req, res) => {
  const full = path.resolve(ROOT, req.query.file);
  if (!full.startsWith(ROOT + path.sep)) {
    return res.sendStatus(403);
  }
  // ok: javascript.path.traversal
  res.sendFile(full);
});
