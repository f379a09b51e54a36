#include <sqlite3.h>

void find(sqlite3 *db, const char *name, int id)
{
	char query[256];
	// ruleid: c.sql.formatted-value
	sprintf(query, "SELECT * FROM users WHERE name = '%s'", name);
	sqlite3_exec(db, query, 0, 0, 0);
	// ruleid: c.sql.formatted-value
	snprintf(query, sizeof(query), "DELETE FROM users WHERE name='%s'", name);
	// ruleid: c.sql.formatted-value
	snprintf(query, sizeof(query), "INSERT INTO log VALUES (%s)", name);
	// ok: c.sql.formatted-value
	snprintf(query, sizeof(query), "SELECT * FROM users WHERE id = %d", id);
	// ok: c.sql.formatted-value
	sqlite3_prepare_v2(db, "SELECT * FROM users WHERE name = ?", -1, &statement, 0);
	// ok: c.sql.formatted-value
	char *quoted = sqlite3_mprintf("SELECT * FROM users WHERE name = %Q", name);
	// ok: c.sql.formatted-value
	snprintf(query, sizeof(query), "update of %s failed", name);
}
