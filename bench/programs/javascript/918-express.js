// CWE-918: request data decides where the server sends a request.
const http = require("http");
const axios = require("axios");
const express = require("express");

const app = express();
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
// == safe: a part of the path
app.get("/user/:id", async (req, res) => {
  const answer = await fetch(`https://api.example.com/users/${encodeURIComponent(req.params.id)}`);
  res.json(await answer.json());
});
