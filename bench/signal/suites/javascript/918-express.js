// CWE-918: request data decides where the server sends a request.
const http = require("http");
const axios = require("axios");
const express = require("express");

const app = express();
// == each: fetch
app.get("/fetch", async (req, res) => {
  const param = req.query.url;
  const value = FLOW(param);
  const answer = await fetch(value);
  res.send(await answer.text());
});
// == vulnerable: axios
app.post("/hook", async (req, res) => {
  const { data } = await axios.get(req.body.url);
  res.json(data);
});
// == vulnerable: axios with a configuration
app.post("/hook", async (req, res) => {
  const { data } = await axios({ method: "post", url: req.body.url, data: {} });
  res.json(data);
});
// == vulnerable: axios request
app.post("/hook", async (req, res) => {
  const { data } = await axios.request({ url: req.body.url });
  res.json(data);
});
// == vulnerable: http.get
app.get("/fetch", (req, res) => {
  http.get(req.query.url, (answer) => answer.pipe(res));
});
// == vulnerable: the host
app.get("/status/:host", (req, res) => {
  http.request({ hostname: req.params.host, path: "/status" }, (answer) => answer.pipe(res)).end();
});
// == vulnerable: got
const got = require("got");
app.get("/fetch", async (req, res) => {
  res.send(await got(req.query.url).text());
});
// == vulnerable: request
const request = require("request");
app.get("/fetch", (req, res) => {
  request(req.query.url).pipe(res);
});
// == vulnerable: request with options
const request = require("request");
app.get("/fetch", (req, res) => {
  request({ uri: req.query.url, json: true }, (error, answer, body) => res.json(body));
});
// == vulnerable: a part of the host
app.get("/region/:region", async (req, res) => {
  const answer = await fetch(`https://${req.params.region}.example.com/status`);
  res.json(await answer.json());
});
// == vulnerable: a browser
const puppeteer = require("puppeteer");
app.get("/shot", async (req, res) => {
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.goto(req.query.url);
  res.send(await page.screenshot());
});
// == vulnerable: needle
const needle = require("needle");
app.get("/fetch", async (req, res) => {
  const answer = await needle("get", req.query.url);
  res.send(answer.body);
});
// == vulnerable: superagent
const superagent = require("superagent");
app.get("/fetch", async (req, res) => {
  res.send((await superagent.get(req.query.url)).text);
});
// == vulnerable: through an address object
app.get("/fetch", async (req, res) => {
  const url = new URL(req.query.url);
  const answer = await fetch(url);
  res.send(await answer.text());
});
// == safe: a part of the path
app.get("/user/:id", async (req, res) => {
  const answer = await fetch(`https://api.example.com/users/${encodeURIComponent(req.params.id)}`);
  res.json(await answer.json());
});
// == safe: a query parameter
app.get("/search", async (req, res) => {
  const { data } = await axios.get("https://api.example.com/search", { params: { q: req.query.q } });
  res.json(data);
});
// == safe: the body
app.post("/forward", async (req, res) => {
  const { data } = await axios.post("https://api.example.com/items", req.body);
  res.json(data);
});
// == safe: the host from a fixed list
const HOSTS = ["a.example.com", "b.example.com"];
app.get("/fetch", async (req, res) => {
  const url = new URL(req.query.url);
  if (!HOSTS.includes(url.host)) {
    return res.sendStatus(400);
  }
  const answer = await fetch(url);
  res.send(await answer.text());
});
// == safe: from a table
const SERVICES = { news: "https://news.example.com", mail: "https://mail.example.com" };
app.get("/fetch/:service", async (req, res) => {
  const base = SERVICES[req.params.service];
  if (!base) return res.sendStatus(404);
  res.send(await (await fetch(base + "/status")).text());
});
// == safe: a configured base
app.get("/item/:id", async (req, res) => {
  const answer = await axios.get(`${process.env.API_URL}/items/${req.params.id}`);
  res.json(answer.data);
});
// == safe: an own service's method called get
app.get("/cached", async (req, res) => {
  res.json(await cache.get(req.query.key));
});
// == safe: a header
app.get("/proxy", async (req, res) => {
  const answer = await fetch("https://api.example.com/", { headers: { "x-user": req.get("x-user") } });
  res.send(await answer.text());
});
