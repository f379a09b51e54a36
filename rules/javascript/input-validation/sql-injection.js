const express = require("express");
const mysql = require("mysql");

const app = express();
const COLUMNS = { name: "u.name", age: "u.age" };

app.get("/users", async (req, res) => {
  const name = req.query.name;
  // ruleid: javascript.sql.injection
  db.query("SELECT * FROM users WHERE name = '" + name + "'", done);
  // ruleid: javascript.sql.injection
  await pool.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ruleid: javascript.sql.injection
  await knex.raw("SELECT * FROM users WHERE name = '" + name + "'");
  // ruleid: javascript.sql.injection
  await sequelize.query(`DELETE FROM users WHERE id = ${req.params.id}`);
  // ok: javascript.sql.injection
  await pool.query("SELECT * FROM users WHERE name = $1", [name]);
  // ok: javascript.sql.injection
  db.query("SELECT * FROM users WHERE name = ?", [name], done);
  // ok: javascript.sql.injection
  db.query("SELECT * FROM users WHERE name = " + mysql.escape(name), done);
  // ok: javascript.sql.injection
  db.query("SELECT * FROM users ORDER BY " + COLUMNS[req.query.sort], done);
  // ok: javascript.sql.injection
  db.query(`SELECT * FROM users LIMIT ${Number(req.query.limit)}`, done);
  // ok: javascript.sql.injection
  const first = page.query(name);
  res.json(first);
});

app.get("/builders", async (req, res) => {
  const builder = repository.createQueryBuilder("person");
  // ruleid: javascript.sql.injection
  builder.andWhere(`person.city = '${req.query.city}'`);
  // ok: javascript.sql.injection
  builder.andWhere("person.city = :city", { city: req.query.city });
  // ruleid: javascript.sql.injection
  await pool.query({ text: "SELECT * FROM person WHERE name = '" + req.query.name + "'" });
  // ok: javascript.sql.injection
  await pool.query({ text: "SELECT * FROM person WHERE name = $1", values: [req.query.name] });
  // ok: javascript.sql.injection
  await db.execute(sql`SELECT * FROM person WHERE name = ${req.query.name}`);
  // ruleid: javascript.sql.injection
  await db.execute(sql.raw(`SELECT * FROM person WHERE name = ${req.query.name}`));
  // ok: javascript.sql.injection
  await redisClient.get(req.query.key);
  if (!["name", "age"].includes(req.query.order)) {
    return res.sendStatus(400);
  }
  // ok: javascript.sql.injection
  await pool.query("SELECT * FROM person ORDER BY " + req.query.order);
});

const warehouse = mysql.createConnection(settings);

app.get("/orders/:id", async ({ params, query }, res) => {
  const statement = ["SELECT * FROM orders WHERE id = ", params.id].join("");
  // ruleid: javascript.sql.injection
  warehouse.query(statement, done);
  // ruleid: javascript.sql.injection
  await this.orders.query(`SELECT * FROM orders WHERE city = '${query.city}'`);
  // ruleid: javascript.sql.injection
  await prisma.$queryRawUnsafe("SELECT * FROM orders WHERE city = '" + query.city + "'");
  // ruleid: javascript.sql.injection
  await prisma.$queryRaw(Prisma.raw(`SELECT * FROM orders WHERE city = '${query.city}'`));
  // ruleid: javascript.sql.injection
  const rows = await pool.request().query("SELECT * FROM orders WHERE city = '" + query.city + "'");
  // ruleid: javascript.sql.injection
  await session.run(`MATCH (o:Order {city: '${query.city}'}) RETURN o`);
  // ruleid: javascript.sql.injection
  await Order.findAll({ order: sequelize.literal(query.order) });
  // ruleid: javascript.sql.injection
  await database.execute("SELECT * FROM orders WHERE city = '".concat(query.city, "'"));
  // ok: javascript.sql.injection
  await prisma.$queryRaw`SELECT * FROM orders WHERE city = ${query.city}`;
  // ok: javascript.sql.injection
  await session.run("MATCH (o:Order {city: $city}) RETURN o", { city: query.city });
  // ok: javascript.sql.injection
  await Order.findAll({ where: { city: query.city } });
  // ok: javascript.sql.injection
  await pool.request().input("city", query.city).query("SELECT * FROM orders WHERE city = @city");
  res.json(rows);
});
