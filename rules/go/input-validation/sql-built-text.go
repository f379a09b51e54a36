package main

import (
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/lib/pq"
)

const kind = "public"

func rows(db *sql.DB, id int) {
	// ruleid: go.sql.built-text
	db.Query(fmt.Sprintf("SELECT * FROM foo WHERE name = '%s'", os.Args[1]))
	// ruleid: go.sql.built-text
	db.Query("SELECT * FROM foo WHERE name = " + os.Args[1])
	// ok: go.sql.built-text
	db.Query("SELECT * FROM foo WHERE name = ?", os.Args[1])
	// ok: go.sql.built-text
	db.Query(fmt.Sprintf("SELECT * FROM foo WHERE id = %d", id))
	// ok: go.sql.built-text
	db.Query("SELECT * FROM foo WHERE id = " + strconv.Itoa(id))
	// ok: go.sql.built-text
	db.Query("SELECT * FROM foo WHERE kind = " + kind)
	// ok: go.sql.built-text
	db.Query(fmt.Sprintf("SELECT * FROM %s WHERE id = 1", pq.QuoteIdentifier(os.Args[1])))
	placeholders := strings.Repeat("?,", id) + "?"
	// ok: go.sql.built-text
	db.Query("SELECT * FROM foo WHERE id IN (" + placeholders + ")")
}
