async function byName(db, name) {
  // ruleid: javascript.sql.formatted-value
  return db.query(`SELECT * FROM person WHERE name = '${name}'`);
}

exports.remove = function (id, done) {
  // ruleid: javascript.sql.formatted-value
  connection.query("DELETE FROM person WHERE id = '" + id + "'", done);
};

async function bound(db, name) {
  // ok: javascript.sql.formatted-value
  return db.query("SELECT * FROM person WHERE name = $1", [name]);
}

async function counted(db, table) {
  // ok: javascript.sql.formatted-value
  return db.query(`SELECT count(*) FROM ${table}`);
}

async function quoted(db, name) {
  // unsure: javascript.sql.formatted-value
  return db.query(`SELECT * FROM person WHERE name = '${escapeQuotes(name)}'`);
}

async function constant(db) {
  const kind = "admin";
  // ok: javascript.sql.formatted-value
  return db.query(`SELECT * FROM person WHERE kind = '${kind}'`);
}

async function deferred(db, name) {
  const statement = "SELECT * FROM person WHERE name = '" + name + "'";
  // ruleid: javascript.sql.formatted-value
  return db.query(statement);
}

async function given(db, statement) {
  // ok: javascript.sql.formatted-value
  return db.query(statement);
}

async function listed(db, { columns }) {
  const statement = "SELECT " + columns + " FROM person WHERE kind = 'admin'";
  // ok: javascript.sql.formatted-value
  return db.query(statement);
}
