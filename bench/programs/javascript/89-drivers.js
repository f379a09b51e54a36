// CWE-89: request data in the text of a statement. mysql, pg, sqlite.
const express = require("express");
const mysql = require("mysql2");
const { Pool } = require("pg");
const sqlite3 = require("sqlite3");

const app = express();
const connection = mysql.createConnection(process.env.MYSQL_URL);
const pool = new Pool();
const db = new sqlite3.Database("/srv/data.db");
// == each: mysql
app.get("/find", (req, res) => {
  const param = req.query.name;
  const value = FLOW(param);
  connection.query("SELECT id FROM person WHERE name = '" + value + "'", (error, rows) => res.json(rows));
});
// == vulnerable: formatted
const util = require("util");
app.get("/search", (req, res) => {
  connection.query(util.format("SELECT * FROM person WHERE name = '%s'", req.query.name), (error, rows) => res.json(rows));
});
// == safe: a number
app.get("/person/:id", (req, res) => {
  const id = Number.parseInt(req.params.id, 10);
  db.get("SELECT * FROM person WHERE id = " + id, (error, row) => res.json(row));
});
// == safe: a checked column
const COLUMNS = new Set(["name", "age"]);
app.get("/persons", (req, res) => {
  const order = COLUMNS.has(req.query.order) ? req.query.order : "name";
  db.all("SELECT * FROM person ORDER BY " + order, (error, rows) => res.json(rows));
});
// == safe: placeholders are counted, not values
app.get("/some", (req, res) => {
  const ids = req.query.ids.split(",");
  const marks = ids.map(() => "?").join(",");
  connection.query(`SELECT * FROM person WHERE id IN (${marks})`, ids, (error, rows) => res.json(rows));
});
