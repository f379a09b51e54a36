package sample

import (
	"context"
	"database/sql"
	"fmt"
)

func byName(ctx context.Context, db *sql.DB, name, table string, id int) {
	// ruleid: go.sql.formatted-value
	db.Query(fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name))
	// ruleid: go.sql.formatted-value
	query := "SELECT id FROM users WHERE name = '" + name + "'"
	db.QueryRowContext(ctx, query)
	// ok: go.sql.formatted-value
	db.Query(fmt.Sprintf("SELECT id FROM %s WHERE name = $1", table), name)
	// ok: go.sql.formatted-value
	db.Query(fmt.Sprintf("SELECT id FROM users WHERE id = %d", id))
	// ok: go.sql.formatted-value
	db.Exec("SELECT id FROM users WHERE kind = 'user' AND name = ?", name)
	// ok: go.sql.formatted-value
	db.Exec("PRAGMA table_info(" + table + ")")
}
