import axios from "axios";
import express, { Request, Response } from "express";

const app = express();
const API = "https://api.example.com";
const ALLOWED = new Set(["images.example.com"]);
const MIRRORS = { eu: "https://eu.example.com/", us: "https://us.example.com/" };

app.get("/fetch", async (req: Request, res: Response) => {
  const target = req.query.url as string;
  // ruleid: javascript.http.ssrf
  await fetch(target);
  // ruleid: javascript.http.ssrf
  await axios.get("http://" + target + "/status");
  // ruleid: javascript.http.ssrf
  await axios({ method: "get", url: target });
  // ok: javascript.http.ssrf
  await fetch(`https://api.example.com/users/${target}`);
  // ok: javascript.http.ssrf
  await fetch(`${API}/users/${target}`);
  // ok: javascript.http.ssrf
  await axios.post("https://api.example.com/import", { url: target });
  // ok: javascript.http.ssrf
  await fetch(MIRRORS[req.query.region as string]);
  // ok: javascript.http.ssrf
  await fetch("/users/" + encodeURIComponent(target));
  res.end();
});

app.get("/image", async (req: Request, res: Response) => {
  const address = new URL(req.query.url as string);
  if (!ALLOWED.has(address.hostname)) {
    throw new Error("no");
  }
  // ok: javascript.http.ssrf
  await fetch(`https://images.example.com/${address.pathname}`);
  res.end();
});

app.get("/hosts", async (req: Request, res: Response) => {
  const address = new URL(req.query.url as string);
  if (!["a.example.com", "b.example.com"].includes(address.host)) {
    return res.sendStatus(400);
  }
  // ok: javascript.http.ssrf
  await fetch(address);
  // ruleid: javascript.http.ssrf
  request({ uri: req.query.url, json: true }, done);
  // ruleid: javascript.http.ssrf
  await axios.request({ url: req.body.url });
  // ok: javascript.http.ssrf
  await cache.get(req.query.key);
  // ok: javascript.http.ssrf
  await axios.get("https://api.example.com/search", { params: req.query });
});

app.get("/own", (request: Request, response: Response) => {
  const name = String(request.query.header);
  // ok: javascript.http.ssrf
  response.json(request.get(request.query.header as string));
  // ruleid: javascript.http.ssrf
  fetch("http://" + request.get("host") + "/" + name);
});
