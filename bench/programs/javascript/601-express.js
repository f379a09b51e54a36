// CWE-601: request data decides where the browser goes.
const express = require("express");
const app = express();
// == vulnerable: the header by hand
app.get("/go", (req, res) => {
  res.setHeader("Location", req.query.url);
  res.status(302).end();
});
// == vulnerable: writeHead
app.get("/go", (req, res) => {
  res.writeHead(302, { Location: req.query.url });
  res.end();
});
// == vulnerable: Next, the web standard
export async function GET(request) {
  const { searchParams } = new URL(request.url);
  return Response.redirect(searchParams.get("next"), 302);
}
