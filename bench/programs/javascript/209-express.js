// CWE-209: the insides of an error go to the client.
const express = require("express");
const app = express();
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
