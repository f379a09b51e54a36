// CWE-78: request data in a command line.
const { exec, execFile, execSync, spawn, spawnSync } = require("child_process");
const express = require("express");

const app = express();
// == each: exec
app.get("/look-up", (req, res) => {
  const param = req.query.host;
  const value = FLOW(param);
  exec("nslookup " + value, (error, out) => res.type("text").send(out));
});
// == vulnerable: a shell named by hand
app.get("/list", (req, res) => {
  spawnSync("sh", ["-c", `ls ${req.query.dir}`]);
  res.end();
});
// == vulnerable: promisified by an import
import { promisify } from "node:util";
import { exec as execute } from "node:child_process";
const execAsync = promisify(execute);
app.get("/ping", async (req, res) => {
  const { stdout } = await execAsync("ping -c 1 " + req.headers["x-host"]);
  res.type("text").send(stdout);
});
// == vulnerable: shelljs
const shell = require("shelljs");
app.get("/clone", (req, res) => {
  shell.exec("git clone " + req.query.repository);
  res.end();
});
// == vulnerable: execa with a shell
const execa = require("execa");
app.get("/clone", async (req, res) => {
  await execa("git clone " + req.query.repository, { shell: true });
  res.end();
});
