// CWE-89: request data in the text of a statement. database/sql, sqlx, pgx.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"database/sql"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

var db *sql.DB
// == each: Query
func find(w http.ResponseWriter, r *http.Request) {
	param := r.URL.Query().Get("name")
	value := FLOW(param)
	rows, err := db.Query("SELECT id FROM person WHERE name = '" + value + "'")
	if err != nil {
		return
	}
	defer rows.Close()
}
// == vulnerable: built up
func search(w http.ResponseWriter, r *http.Request) {
	query := "SELECT id FROM person WHERE true"
	if name := r.FormValue("name"); name != "" {
		query += " AND name = '" + name + "'"
	}
	rows, _ := db.QueryContext(r.Context(), query)
	defer rows.Close()
}
// == vulnerable: prepared too late
func find(w http.ResponseWriter, r *http.Request) {
	stmt, err := db.Prepare("SELECT id FROM person WHERE name = '" + r.FormValue("name") + "'")
	if err != nil {
		return
	}
	_, _ = stmt.Query()
}
// == vulnerable: sqlx
func find(w http.ResponseWriter, r *http.Request, dbx *sqlx.DB) {
	var people []person
	_ = dbx.Select(&people, "SELECT * FROM person WHERE name = '"+r.FormValue("name")+"'")
}
// == vulnerable: a store's method
type personStore struct{ db *sql.DB }

func (s *personStore) byName(name string) *sql.Row {
	return s.db.QueryRow("SELECT id FROM person WHERE name = '" + name + "'")
}
// == safe: a prepared statement
func find(w http.ResponseWriter, r *http.Request) {
	stmt, err := db.Prepare("SELECT id FROM person WHERE name = ?")
	if err != nil {
		return
	}
	_, _ = stmt.Query(r.FormValue("name"))
}
// == safe: an address's query
func link(w http.ResponseWriter, r *http.Request) {
	values := r.URL.Query()
	values.Set("q", r.FormValue("q"))
	fmt.Fprintln(w, len(values.Encode()))
}
