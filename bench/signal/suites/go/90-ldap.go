// CWE-90: request data in a filter of LDAP.
package main

import (
	"fmt"
	"net/http"

	"github.com/go-ldap/ldap/v3"
)

// == vulnerable: formatted
func find(conn *ldap.Conn, r *http.Request) {
	request := ldap.NewSearchRequest("dc=example", ldap.ScopeWholeSubtree, 0, 0, 0, false,
		fmt.Sprintf("(uid=%s)", r.FormValue("name")), nil, nil)
	_, _ = conn.Search(request)
}
// == vulnerable: formatted before
func find(conn *ldap.Conn, name string) (*ldap.SearchResult, error) {
	filter := fmt.Sprintf("(&(objectClass=person)(uid=%s))", name)
	request := ldap.NewSearchRequest("dc=example", ldap.ScopeWholeSubtree, 0, 0, 0, false, filter, nil, nil)
	return conn.Search(request)
}
// == vulnerable: joined
func find(conn *ldap.Conn, r *http.Request) {
	filter := "(uid=" + r.FormValue("name") + ")"
	_, _ = conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, filter, nil, nil))
}
// == safe: escaped
func find(conn *ldap.Conn, r *http.Request) {
	filter := fmt.Sprintf("(uid=%s)", ldap.EscapeFilter(r.FormValue("name")))
	_, _ = conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, filter, nil, nil))
}
// == safe: escaped before
func find(conn *ldap.Conn, name string) (*ldap.SearchResult, error) {
	safe := ldap.EscapeFilter(name)
	return conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, fmt.Sprintf("(uid=%s)", safe), nil, nil))
}
// == safe: a constant
func all(conn *ldap.Conn) (*ldap.SearchResult, error) {
	return conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, "(objectClass=person)", nil, nil))
}
