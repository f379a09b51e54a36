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

app.post("/upload", upload.single("report"), async (req, res) => {
  // ruleid: javascript.path.traversal
  fs.renameSync(req.file.path, path.join(ROOT, req.file.originalname));
  // ok: javascript.path.traversal
  fs.renameSync(req.file.path, path.join(ROOT, "last"));
  const sent = req.files.report;
  // ruleid: javascript.path.traversal
  sent.mv(path.join(ROOT, sent.name));
  // ok: javascript.path.traversal
  sent.mv(path.join(ROOT, path.normalize("/" + sent.name)));
  res.end();
});

app.get("/early", (req, res) => {
  const full = ROOT + "/" + req.query.file;
  if (!full.startsWith(ROOT + "/")) {
    return res.sendStatus(403);
  }
  // ruleid: javascript.path.traversal
  res.sendFile(full);
});

app.get("/view", async (req, res) => {
  // ruleid: javascript.path.traversal
  res.render(req.query.page);
  // ok: javascript.path.traversal
  res.render("page", { name: req.query.page });
  const report = await Report.findByPk(req.query.id);
  // ok: javascript.path.traversal
  res.sendFile(path.join(ROOT, report.file));
});

app.get("/taken-apart", (req, res) => {
  const { query } = req;
  // ruleid: javascript.path.traversal
  res.sendFile(ROOT + "/" + query.file);
  // ok: javascript.path.traversal
  res.sendFile(ROOT + "/" + Number(query.file));
});

app.get("/theme/:name", async (req, res) => {
  if (!themeName.test(req.params.name)) {
    throw new Error("no such theme");
  }
  // ok: javascript.path.traversal
  res.json(JSON.parse(await fs.promises.readFile(path.join(THEMES, req.params.name, "theme.json"), "utf8")));
});

const disk = require("node:fs");
const { readFile: load, rm: drop } = require("fs/promises");
const { promises: slow } = require("fs");

app.post("/notes/:name", async ({ params, body }, response) => {
  // ruleid: javascript.path.traversal
  disk.writeFileSync(`${ROOT}/${params.name}.txt`, body.text);
  // ruleid: javascript.path.traversal
  const old = await load(ROOT + "/" + params.name);
  // ruleid: javascript.path.traversal
  await drop(path.resolve(ROOT, body.old));
  // ruleid: javascript.path.traversal
  await slow.unlink([ROOT, params.name].join("/"));
  // ruleid: javascript.path.traversal
  response.sendFile(path.join(ROOT, params.name));
  // ok: javascript.path.traversal
  await load(path.join(ROOT, path.basename(params.name)));
  // ok: javascript.path.traversal
  disk.writeFileSync(ROOT + "/last", body.text);
  // ok: javascript.path.traversal
  await load(`${ROOT}/${Number(params.name)}.txt`);
  response.json(old);
});
