package sample

import (
	"fmt"
	"net/http"

	"github.com/go-ldap/ldap/v3"
)

const base = "dc=example,dc=org"

func find(conn *ldap.Conn, name string) (*ldap.SearchResult, error) {
	// ruleid: go.ldap.injection
	return conn.Search(ldap.NewSearchRequest(base, 2, 0, 0, 0, false, fmt.Sprintf("(uid=%s)", name), nil, nil))
}

func findLater(conn *ldap.Conn, r *http.Request) {
	filter := fmt.Sprintf("(&(objectClass=person)(uid=%s))", r.FormValue("name"))
	// ruleid: go.ldap.injection
	request := ldap.NewSearchRequest(base, 2, 0, 0, 0, false, filter, nil, nil)
	conn.Search(request)
}

func findEscaped(conn *ldap.Conn, name string) (*ldap.SearchResult, error) {
	// ok: go.ldap.injection
	return conn.Search(ldap.NewSearchRequest(base, 2, 0, 0, 0, false, fmt.Sprintf("(uid=%s)", ldap.EscapeFilter(name)), nil, nil))
}

func findAll(conn *ldap.Conn, name string) (*ldap.SearchResult, error) {
	fmt.Printf("searching for %s", name)
	// ok: go.ldap.injection
	return conn.Search(ldap.NewSearchRequest(base, 2, 0, 0, 0, false, "(objectClass=person)", nil, nil))
}

func findNumber(conn *ldap.Conn, number int) (*ldap.SearchResult, error) {
	// ok: go.ldap.injection
	return conn.Search(ldap.NewSearchRequest(base, 2, 0, 0, 0, false, fmt.Sprintf("(uidNumber=%d)", number), nil, nil))
}

func findWith(conn *ldap.Conn, filter string) (*ldap.SearchResult, error) {
	// ok: go.ldap.injection
	return conn.Search(ldap.NewSearchRequest(base, 2, 0, 0, 0, false, filter, nil, nil))
}
