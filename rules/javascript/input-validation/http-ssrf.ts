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

import download from "node-fetch";
import { request as ask } from "undici";
import * as net from "net";
const remote = require("superagent");
const getJson = bent("json");

app.post("/import", async ({ body, query }: Parts, res: Response) => {
  // ruleid: javascript.http.ssrf
  await download(body.url);
  // ruleid: javascript.http.ssrf
  await ask(body.url, { method: "GET" });
  // ruleid: javascript.http.ssrf
  await remote.get(query.url);
  // ruleid: javascript.http.ssrf
  const found = await getJson(body.url);
  // ruleid: javascript.http.ssrf
  net.createConnection(25, body.host);
  // ruleid: javascript.http.ssrf
  await axios.request({ baseURL: body.server, url: "/status" });
  // ok: javascript.http.ssrf
  await download("https://images.example.com/" + query.name);
  // ok: javascript.http.ssrf
  await ask("https://api.example.com/", { method: "POST", body: body.text });
  // ok: javascript.http.ssrf
  net.createConnection(Number(query.port), "127.0.0.1");
  res.json(found);
});

class Proxy {
  constructor(private readonly httpService: HttpService) {}

  @Get("proxy")
  forward(@Query("target") target: string, @Query("page") page: number) {
    // ok: javascript.http.ssrf
    this.httpService.get("https://api.example.com/list?page=" + page);
    // ruleid: javascript.http.ssrf
    return this.httpService.get(target);
  }
}
