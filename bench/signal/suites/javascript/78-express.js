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
// == each: execSync
app.post("/convert", (req, res) => {
  const param = req.body.name;
  const value = FLOW(param);
  execSync(`convert /srv/${value}.png /srv/${value}.jpg`);
  res.sendStatus(204);
});
// == vulnerable: spawn with a shell
app.get("/list/:dir", (req, res) => {
  spawn("ls " + req.params.dir, { shell: true }).stdout.pipe(res);
});
// == vulnerable: spawn with a shell and arguments
app.get("/list/:dir", (req, res) => {
  spawn("ls", [req.params.dir], { shell: true }).stdout.pipe(res);
});
// == vulnerable: a shell named by hand
app.get("/list", (req, res) => {
  spawnSync("sh", ["-c", `ls ${req.query.dir}`]);
  res.end();
});
// == vulnerable: the program itself
app.post("/run", (req, res) => {
  execFile(req.body.program, ["--version"], (error, out) => res.type("text").send(out));
});
// == vulnerable: the module under its name
const cp = require("child_process");
app.get("/ping", (req, res) => {
  const { host } = req.query;
  cp.exec(`ping -c 1 ${host}`, (error, out) => res.type("text").send(out));
});
// == vulnerable: promisified
const util = require("util");
const run = util.promisify(require("child_process").exec);
app.get("/ping", async (req, res) => {
  const { stdout } = await run(`ping -c 1 ${req.query.host}`);
  res.type("text").send(stdout);
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
// == vulnerable: joined parts
app.get("/joined", (req, res) => {
  const parts = ["tar", "-cf", "/srv/out.tar"];
  parts.push(req.query.dir);
  exec(parts.join(" "), () => res.end());
});
// == vulnerable: quotes are no protection
app.get("/quoted", (req, res) => {
  exec(`grep "${req.query.word}" /srv/words`, (error, out) => res.type("text").send(out));
});
// == safe: execFile with a list
app.get("/look-up", (req, res) => {
  execFile("nslookup", ["--", req.query.host], (error, out) => res.type("text").send(out));
});
// == safe: spawn with a list
app.get("/list/:dir", (req, res) => {
  spawn("ls", ["--", req.params.dir]).stdout.pipe(res);
});
// == safe: the client's data is the input
app.post("/sort", (req, res) => {
  res.type("text").send(execSync("sort", { input: req.body.text }));
});
// == safe: shell is false
app.get("/list/:dir", (req, res) => {
  spawn("ls", ["--", req.params.dir], { shell: false }).stdout.pipe(res);
});
// == safe: a regular expression's exec
app.get("/match", (req, res) => {
  const found = /^(\d+)-(\d+)$/.exec(req.query.range);
  res.json(found);
});
// == safe: a query's exec
app.get("/users", async (req, res) => {
  const users = await User.find({ name: String(req.query.name) }).exec();
  res.json(users);
});
// == safe: a constant command
app.get("/uptime", (req, res) => {
  exec("uptime", (error, out) => res.json({ out, wanted: req.query.format }));
});
// == safe: the command is chosen from a table
const COMMANDS = { disk: "df -h", memory: "free -m" };
app.get("/status/:what", (req, res) => {
  const command = COMMANDS[req.params.what];
  if (!command) return res.sendStatus(404);
  exec(command, (error, out) => res.type("text").send(out));
});
// == safe: quoted by a library
const quote = require("shell-quote").quote;
app.get("/quoted", (req, res) => {
  exec("grep " + quote([req.query.word]) + " /srv/words", (error, out) => res.type("text").send(out));
});
