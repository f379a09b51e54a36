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
// == each: Exec with a formatted text
func remove(w http.ResponseWriter, r *http.Request) {
	param := r.FormValue("id")
	value := FLOW(param)
	if _, err := db.Exec(fmt.Sprintf("DELETE FROM person WHERE name = '%s'", value)); err != nil {
		return
	}
}
// == vulnerable: QueryRowContext
func find(w http.ResponseWriter, r *http.Request) {
	var id int
	_ = db.QueryRowContext(r.Context(), "SELECT id FROM person WHERE name = '"+r.FormValue("name")+"'").Scan(&id)
}
// == vulnerable: the order
func list(w http.ResponseWriter, r *http.Request) {
	query := "SELECT id FROM person ORDER BY " + r.FormValue("order")
	rows, _ := db.Query(query)
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
// == vulnerable: a transaction
func remove(w http.ResponseWriter, r *http.Request) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	_, _ = tx.Exec("DELETE FROM person WHERE id = " + r.PathValue("id"))
	_ = tx.Commit()
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
// == vulnerable: pgx
func find(w http.ResponseWriter, r *http.Request, pool *pgxpool.Pool) {
	rows, _ := pool.Query(r.Context(), fmt.Sprintf("SELECT id FROM person WHERE name = '%s'", r.FormValue("name")))
	defer rows.Close()
}
// == vulnerable: a store's method
type personStore struct{ db *sql.DB }

func (s *personStore) byName(name string) *sql.Row {
	return s.db.QueryRow("SELECT id FROM person WHERE name = '" + name + "'")
}
// == vulnerable: a store's method, formatted
type personStore struct{ db *sql.DB }

func (s *personStore) list(order string) (*sql.Rows, error) {
	query := fmt.Sprintf("SELECT id FROM person ORDER BY %s", order)
	return s.db.Query(query)
}
// == safe: a placeholder
func find(w http.ResponseWriter, r *http.Request) {
	rows, _ := db.Query("SELECT id FROM person WHERE name = ?", r.FormValue("name"))
	defer rows.Close()
}
// == safe: a numbered placeholder
func find(w http.ResponseWriter, r *http.Request) {
	_ = db.QueryRowContext(r.Context(), "SELECT id FROM person WHERE name = $1", r.FormValue("name"))
}
// == safe: a prepared statement
func find(w http.ResponseWriter, r *http.Request) {
	stmt, err := db.Prepare("SELECT id FROM person WHERE name = ?")
	if err != nil {
		return
	}
	_, _ = stmt.Query(r.FormValue("name"))
}
// == safe: built up with placeholders
func search(w http.ResponseWriter, r *http.Request) {
	query := "SELECT id FROM person WHERE true"
	var args []any
	if name := r.FormValue("name"); name != "" {
		query += " AND name = ?"
		args = append(args, name)
	}
	rows, _ := db.Query(query, args...)
	defer rows.Close()
}
// == safe: the placeholders are counted
func some(w http.ResponseWriter, r *http.Request) {
	ids := strings.Split(r.FormValue("ids"), ",")
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	marks := strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",")
	rows, _ := db.Query("SELECT id FROM person WHERE id IN ("+marks+")", args...)
	defer rows.Close()
}
// == safe: a column of a table
var columns = map[string]string{"name": "name", "age": "age"}

func list(w http.ResponseWriter, r *http.Request) {
	column, ok := columns[r.FormValue("order")]
	if !ok {
		column = "name"
	}
	rows, _ := db.Query("SELECT id FROM person ORDER BY " + column)
	defer rows.Close()
}
// == safe: a constant of the package is joined
const fields = "id, name"

func all() (*sql.Rows, error) {
	return db.Query("SELECT " + fields + " FROM person")
}
// == safe: a number is formatted
func page(w http.ResponseWriter, r *http.Request) {
	limit, err := strconv.Atoi(r.FormValue("limit"))
	if err != nil {
		limit = 10
	}
	rows, _ := db.Query(fmt.Sprintf("SELECT id FROM person LIMIT %d", limit))
	defer rows.Close()
}
// == safe: an address's query
func link(w http.ResponseWriter, r *http.Request) {
	values := r.URL.Query()
	values.Set("q", r.FormValue("q"))
	fmt.Fprintln(w, len(values.Encode()))
}
