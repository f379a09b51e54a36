const express = require("express");
const { exec, execFile, execSync, spawn } = require("child_process");

const app = express();
const FORMATS = { png: "-f png", jpeg: "-f jpeg" };

app.get("/ping", (req, res) => {
  const host = req.query.host;
  // ruleid: javascript.child-process.injection
  exec("ping -c 1 " + host, done);
  // ruleid: javascript.child-process.injection
  execSync(`ping -c 1 ${host}`);
  // ruleid: javascript.child-process.injection
  spawn("ping " + req.body.host, { shell: true });
  // ok: javascript.child-process.injection
  execFile("ping", ["-c", "1", host], done);
  // ok: javascript.child-process.injection
  spawn("ping", ["-c", "1", host]);
  // ok: javascript.child-process.injection
  exec("sync", done);
  // ok: javascript.child-process.injection
  exec("convert in.tiff " + FORMATS[req.query.format], done);
  // ok: javascript.child-process.injection
  exec(`head -n ${parseInt(req.query.lines, 10)} log.txt`, done);
  // ok: javascript.child-process.injection
  const found = /a(b)/.exec(host);
  res.send(found);
});

app.get("/unit", (req, res) => {
  const unit = req.query.unit;
  if (!["web", "worker"].includes(unit)) {
    return res.sendStatus(400);
  }
  // ok: javascript.child-process.injection
  exec("journalctl -u " + unit, done);
});

const util = require("util");
const run = util.promisify(require("child_process").exec);

app.get("/promised", async (req, res) => {
  // ruleid: javascript.child-process.injection
  await run(`ping -c 1 ${req.query.host}`);
  const parts = ["tar", "-cf", "/srv/out.tar"];
  parts.push(req.query.dir);
  // ruleid: javascript.child-process.injection
  execSync(parts.join(" "));
  // unsure: javascript.child-process.injection
  execSync("grep " + quote([req.query.word]) + " /srv/words");
  // ruleid: javascript.child-process.injection
  spawn("ls", [req.params.dir], { shell: true });
  // ok: javascript.child-process.injection
  spawn("ls", ["--", req.params.dir]);
});

const runNow = require("node:child_process").execSync;
const { exec: launch } = require("child_process");
const sh = require("shelljs");
const remote = new NodeSSH();

app.post("/convert", async ({ body, query }, res) => {
  // ruleid: javascript.child-process.injection
  runNow("convert " + body.from + " out.png");
  // ruleid: javascript.child-process.injection
  launch(`convert ${body.from} out.png`, done);
  // ruleid: javascript.child-process.injection
  sh.exec("du -s " + query.folder, { silent: true });
  // ruleid: javascript.child-process.injection
  spawn("/bin/bash", ["-lc", `du -s ${query.folder}`]);
  // ruleid: javascript.child-process.injection
  spawn("du", ["-s", query.folder].join(" "), { shell: "/bin/sh" });
  // ruleid: javascript.child-process.injection
  await remote.execCommand("systemctl restart " + body.unit);
  // ok: javascript.child-process.injection
  sh.ls(query.folder);
  // ok: javascript.child-process.injection
  spawn("du", ["-s", "--", query.folder], { shell: false });
  // ok: javascript.child-process.injection
  await $`du -s ${query.folder}`;
});
