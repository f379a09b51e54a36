// CWE-209: the insides of an error go to the client.
const express = require("express");
const app = express();
// == vulnerable: the stack as text
app.use((err, req, res, next) => {
  res.status(500).send(err.stack);
});
// == vulnerable: the stack in JSON
app.use((error, req, res, next) => {
  res.status(500).json({ message: error.message, stack: error.stack });
});
// == vulnerable: in a route
app.get("/thing", async (req, res) => {
  try {
    res.json(await load());
  } catch (e) {
    res.send("<pre>" + e.stack + "</pre>");
  }
});
// == vulnerable: end
app.use((err, req, res, next) => {
  res.statusCode = 500;
  res.end(`Error: ${err.stack}`);
});
// == vulnerable: Koa
app.use(async (ctx, next) => {
  try {
    await next();
  } catch (err) {
    ctx.status = 500;
    ctx.body = { error: err.message, stack: err.stack };
  }
});
// == vulnerable: Fastify
fastify.setErrorHandler((error, request, reply) => {
  reply.status(500).send({ error: error.message, trace: error.stack });
});
// == safe: logged
app.use((err, req, res, next) => {
  console.error(err.stack);
  res.status(500).send("Something went wrong");
});
// == safe: only in development
app.use((err, req, res, next) => {
  res.status(500).json({ message: err.message, stack: process.env.NODE_ENV === "development" ? err.stack : undefined });
});
// == safe: only in development, as a block
app.use((err, req, res, next) => {
  if (process.env.NODE_ENV !== "production") {
    return res.status(500).send(err.stack);
  }
  res.status(500).send("Something went wrong");
});
// == safe: a general message
app.use((err, req, res, next) => {
  logger.error({ stack: err.stack });
  res.status(500).json({ error: "internal" });
});
