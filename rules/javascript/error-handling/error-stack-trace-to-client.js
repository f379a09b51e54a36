const express = require("express");

const app = express();

app.use((err, req, res, next) => {
  // ok: javascript.error.stack-trace-to-client
  console.error(err.stack);
  // ruleid: javascript.error.stack-trace-to-client
  res.status(500).send(err.stack);
});

app.use((err, req, res, next) => {
  if (process.env.NODE_ENV !== "production") {
    // ok: javascript.error.stack-trace-to-client
    res.status(500).json({ stack: err.stack });
  }
  // ok: javascript.error.stack-trace-to-client
  res.status(500).json({ error: "failed" });
});

app.get("/", async (req, res) => {
  try {
    await work();
  } catch (error) {
    // ruleid: javascript.error.stack-trace-to-client
    res.json({ message: "failed", stack: error.stack });
  }
});

app.use((err, req, res, next) => {
  const body = { message: err.message };
  if (isDevelopment) {
    body.stack = err.stack;
  }
  // ok: javascript.error.stack-trace-to-client
  res.status(500).json(body);
});

app.use((err, req, res, next) => {
  const stack = app.get("env") === "development" ? err.stack : undefined;
  // ok: javascript.error.stack-trace-to-client
  res.status(500).json({ stack });
});

app.use(async (err, req, res, next) => {
  const id = await reports.save(err.stack);
  // ok: javascript.error.stack-trace-to-client
  res.status(500).json({ id });
  const told = { error: err.message, details: err.stack.split("\n") };
  // ruleid: javascript.error.stack-trace-to-client
  res.status(500).json(told);
});
