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
// == each: pg
app.post("/find", async (req, res) => {
  const param = req.body.name;
  const value = FLOW(param);
  const { rows } = await pool.query(`SELECT id FROM person WHERE name = '${value}'`);
  res.json(rows);
});
// == vulnerable: sqlite
app.get("/person/:id", (req, res) => {
  db.get("SELECT * FROM person WHERE id = " + req.params.id, (error, row) => res.json(row));
});
// == vulnerable: sqlite, all
app.get("/persons", (req, res) => {
  const sql = "SELECT * FROM person ORDER BY " + req.query.order;
  db.all(sql, [], (error, rows) => res.json(rows));
});
// == vulnerable: better-sqlite3
const Database = require("better-sqlite3");
const store = new Database("/srv/data.db");
app.get("/person", (req, res) => {
  res.json(store.prepare(`SELECT * FROM person WHERE name = '${req.query.name}'`).get());
});
// == vulnerable: an object with the statement
app.get("/person", async (req, res) => {
  const { rows } = await pool.query({ text: "SELECT * FROM person WHERE name = '" + req.query.name + "'" });
  res.json(rows);
});
// == vulnerable: built up
app.get("/search", async (req, res) => {
  let sql = "SELECT * FROM person WHERE true";
  if (req.query.name) {
    sql += " AND name LIKE '%" + req.query.name + "%'";
  }
  const [rows] = await connection.promise().query(sql);
  res.json(rows);
});
// == vulnerable: formatted
const util = require("util");
app.get("/search", (req, res) => {
  connection.query(util.format("SELECT * FROM person WHERE name = '%s'", req.query.name), (error, rows) => res.json(rows));
});
// == vulnerable: execute is no help for a joined text
app.get("/search", (req, res) => {
  connection.execute("SELECT * FROM person WHERE name = '" + req.query.name + "' AND age > ?", [18], (e, rows) => res.json(rows));
});
// == vulnerable: a client of a pool
app.delete("/person/:id", async (req, res) => {
  const client = await pool.connect();
  await client.query(`DELETE FROM person WHERE id = ${req.params.id}`);
  client.release();
  res.sendStatus(204);
});
// == vulnerable: a cookie
app.get("/me", (req, res) => {
  connection.query("SELECT * FROM session WHERE token = '" + req.cookies.token + "'", (error, rows) => res.json(rows[0]));
});
// == safe: a placeholder of mysql
app.get("/find", (req, res) => {
  connection.query("SELECT id FROM person WHERE name = ?", [req.query.name], (error, rows) => res.json(rows));
});
// == safe: a placeholder of pg
app.get("/find", async (req, res) => {
  const { rows } = await pool.query("SELECT id FROM person WHERE name = $1", [req.query.name]);
  res.json(rows);
});
// == safe: an object with values
app.get("/find", async (req, res) => {
  const { rows } = await pool.query({ text: "SELECT id FROM person WHERE name = $1", values: [req.query.name] });
  res.json(rows);
});
// == safe: a prepared statement of sqlite
app.get("/find", (req, res) => {
  db.all("SELECT id FROM person WHERE name = ?", req.query.name, (error, rows) => res.json(rows));
});
// == safe: escaped by the driver
app.get("/find", (req, res) => {
  connection.query("SELECT id FROM person WHERE name = " + connection.escape(req.query.name), (error, rows) => res.json(rows));
});
// == safe: a tagged template
const sql = require("postgres")();
app.get("/find", async (req, res) => {
  res.json(await sql`SELECT id FROM person WHERE name = ${req.query.name}`);
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
// == safe: another client's query
app.get("/search", async (req, res) => {
  const answer = await graph.query({ query: PERSONS, variables: { name: req.query.name } });
  res.json(answer.data);
});
