// CWE-22: a file outside the intended folder. Express and the standard library.
const fs = require("fs");
const fsp = require("fs/promises");
const path = require("path");
const express = require("express");

const app = express();
const ROOT = "/srv/reports";
// == each: a joined name is read
app.get("/read", (req, res) => {
  const param = req.query.name;
  const value = FLOW(param);
  res.type("text").send(fs.readFileSync(path.join(ROOT, value), "utf8"));
});
// == each: sendFile of a text
app.post("/send", (req, res) => {
  const param = req.body.name;
  const value = FLOW(param);
  res.sendFile(`${ROOT}/${value}`);
});
// == vulnerable: download
app.get("/download", (req, res) => {
  res.download(ROOT + "/" + req.query.file);
});
// == vulnerable: a wildcard of the address, in a router
const router = express.Router();
router.get("/files/*", async (req, res, next) => {
  try {
    const text = await fsp.readFile(path.resolve(ROOT, req.params[0]), "utf8");
    res.type("text").send(text);
  } catch (error) {
    next(error);
  }
});
// == vulnerable: deleted
app.delete("/report", function (request, response) {
  const { name } = request.body;
  fs.unlink(path.join(ROOT, name), () => response.sendStatus(204));
});
// == vulnerable: the name that the client gave an upload
app.post("/upload", (req, res) => {
  const sent = req.files.report;
  sent.mv(path.join(ROOT, sent.name), () => res.sendStatus(201));
});
// == vulnerable: multer's original name
app.post("/upload", upload.single("report"), (req, res) => {
  fs.renameSync(req.file.path, path.join(ROOT, req.file.originalname));
  res.sendStatus(201);
});
// == vulnerable: a cookie
app.get("/theme", (req, res) => {
  const theme = req.cookies.theme || "light";
  fs.createReadStream("/srv/themes/" + theme + ".css").pipe(res);
});
// == vulnerable: a header, written
app.put("/copy", async (req, res) => {
  await fsp.writeFile(path.join(ROOT, req.get("X-Report")), req.body);
  res.sendStatus(204);
});
// == vulnerable: a prefix compared as text
app.get("/prefix", (req, res) => {
  const full = path.resolve(ROOT, req.query.name);
  if (!full.startsWith(ROOT)) {
    return res.sendStatus(403);
  }
  res.sendFile(full);
});
// == vulnerable: a prefix compared before the dots are resolved
app.get("/early", (req, res) => {
  const full = ROOT + "/" + req.query.name;
  if (!full.startsWith(ROOT + "/")) {
    return res.sendStatus(403);
  }
  fs.createReadStream(full).pipe(res);
});
// == vulnerable: dots taken out once
app.get("/once", (req, res) => {
  const name = req.query.name.replace("../", "");
  res.sendFile(path.join(ROOT, name));
});
// == vulnerable: the template is named by the client
app.get("/page", (req, res) => {
  res.render(req.query.page);
});
// == vulnerable: a plain http server
const http = require("http");
http.createServer((req, res) => {
  const { pathname } = new URL(req.url, "http://localhost");
  fs.readFile(ROOT + decodeURIComponent(pathname), (error, data) => res.end(data));
}).listen(8080);
// == vulnerable: a destructured import
import { readFile } from "node:fs/promises";
app.get("/destructured", async (req, res) => {
  res.type("text").send(await readFile(path.join(ROOT, req.query.name), "utf8"));
});
// == safe: only the last part
app.get("/last", (req, res) => {
  res.sendFile(path.join(ROOT, path.basename(req.query.name)));
});
// == safe: the root option
app.get("/rooted", (req, res) => {
  res.sendFile(req.params.name, { root: ROOT });
});
// == safe: resolved, then compared with the separator
app.get("/resolved", (req, res) => {
  const full = path.resolve(ROOT, req.query.name);
  if (!full.startsWith(ROOT + path.sep)) {
    return res.sendStatus(403);
  }
  res.sendFile(full);
});
// == safe: the relative path looked at
app.get("/relative", (req, res) => {
  const full = path.join(ROOT, req.query.name);
  const inside = path.relative(ROOT, full);
  if (inside.startsWith("..") || path.isAbsolute(inside)) {
    return res.sendStatus(403);
  }
  fs.createReadStream(full).pipe(res);
});
// == safe: a number
app.get("/number/:id", (req, res) => {
  res.sendFile(path.join(ROOT, `${Number(req.params.id)}.txt`));
});
// == safe: the content is the client's, the path is not
app.post("/note", (req, res) => {
  fs.writeFile(path.join(ROOT, "note.txt"), req.body.text, () => res.sendStatus(204));
});
// == safe: express.static
app.use("/files", express.static(ROOT));
// == safe: the temporary name of multer
app.post("/upload", upload.single("report"), (req, res) => {
  fs.createReadStream(req.file.path).pipe(process.stdout);
  res.sendStatus(201);
});
// == safe: characters of the name are checked
app.get("/checked", (req, res) => {
  const name = req.query.name;
  if (typeof name !== "string" || !/^[\w-]+\.txt$/.test(name)) {
    return res.sendStatus(400);
  }
  res.sendFile(path.join(ROOT, name));
});
// == safe: a name made by the server
app.post("/new", (req, res) => {
  const name = require("crypto").randomUUID();
  fs.writeFileSync(path.join(ROOT, name), JSON.stringify(req.body));
  res.json({ name });
});
// == safe: the template is fixed, its data is the client's
app.get("/page", (req, res) => {
  res.render("page", { name: req.query.page });
});
// == safe: looked up by the client's id
app.get("/report/:id", async (req, res) => {
  const report = await Report.findByPk(req.params.id);
  res.sendFile(path.join(ROOT, report.file));
});
