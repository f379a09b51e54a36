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
