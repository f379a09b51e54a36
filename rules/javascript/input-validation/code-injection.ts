import vm from "vm";

import express, { Request, Response } from "express";

const app = express();
const OPERATIONS = { add: (a: number, b: number) => a + b };

app.post("/calc", (req: Request, res: Response) => {
  // ruleid: javascript.code.injection
  const value = eval(req.body.formula);
  // ruleid: javascript.code.injection
  const made = new Function("x", "return " + req.body.formula);
  // ruleid: javascript.code.injection
  vm.runInNewContext(req.body.script, {});
  // ok: javascript.code.injection
  const parsed = JSON.parse(req.body.formula);
  // ok: javascript.code.injection
  const sum = OPERATIONS[req.body.operation](1, 2);
  // ok: javascript.code.injection
  const known = eval("1 + 1");
  // ok: javascript.code.injection
  setTimeout(() => done(req.body.formula), 100);
  res.json({ value, made, parsed, sum, known });
});

export function start() {
  // ruleid: javascript.code.injection
  eval(location.hash.slice(1));
}

app.post("/sandbox", (req, res) => {
  // ruleid: javascript.code.injection
  new VM().run(req.body.code);
  // ok: javascript.code.injection
  new VM({ sandbox: req.body }).run("1 + 1");
});

app.get("/old", async (req, res) => {
  // ruleid: javascript.code.injection
  res.json(await User.find({ $where: `this.age > ${req.query.age}` }));
  // ok: javascript.code.injection
  res.json(await User.find({ $where: `this.age > ${Number(req.query.age)}` }));
});

import { Script as Compiled, runInNewContext as runApart } from "node:vm";
import { NodeVM, VMScript } from "vm2";
import puppeteer from "puppeteer";
import Sandbox from "sandbox";

app.post("/rules", async ({ body, query }, res) => {
  // ruleid: javascript.code.injection
  runApart(body.rule, {});
  // ruleid: javascript.code.injection
  new Compiled(`result = ${body.rule}`);
  const box = new NodeVM({ timeout: 100 });
  // ruleid: javascript.code.injection
  box.run(body.rule);
  // ruleid: javascript.code.injection
  box.run(new VMScript("module.exports = " + query.rule));
  const page = await (await puppeteer.launch()).newPage();
  // ruleid: javascript.code.injection
  await page.evaluate(`document.title = "${body.title}"`);
  // ok: javascript.code.injection
  await page.evaluate((title) => (document.title = title), body.title);
  // ok: javascript.code.injection
  res.json(runApart("a + b", { a: Number(body.a), b: Number(body.b) }));
});

app.get("/apart", (incoming, outgoing) => {
  // ruleid: javascript.code.injection
  new Sandbox().run("count(" + incoming.query.expression + ")", (out) => outgoing.send(out));
  // ruleid: javascript.code.injection
  setInterval("tick(" + incoming.query.step + ")", 1000);
  // ruleid: javascript.code.injection
  (0, eval)(incoming.query.code);
});

app.get("/filtered", async (req, res) => {
  const filter: Record<string, unknown> = {};
  // ruleid: javascript.code.injection
  filter["$where"] = "this.owner == '" + req.query.owner + "'";
  // ok: javascript.code.injection
  filter.owner = req.query.owner;
  res.json(await Item.find(filter));
});
