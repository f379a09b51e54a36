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
