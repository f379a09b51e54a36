// CWE-601: request data decides where the browser goes.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

// == each: Redirect
func login(w http.ResponseWriter, r *http.Request) {
	param := r.URL.Query().Get("next")
	value := FLOW(param)
	http.Redirect(w, r, value, http.StatusFound)
}
// == vulnerable: the header by hand
func login(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Location", r.FormValue("next"))
	w.WriteHeader(http.StatusFound)
}
// == vulnerable: with a default
func login(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if next == "" {
		next = "/"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}
// == vulnerable: a slash is no protection
func login(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if !strings.HasPrefix(next, "/") {
		next = "/"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}
// == vulnerable: Gin
func login(c *gin.Context) {
	c.Redirect(http.StatusFound, c.Query("next"))
}
// == vulnerable: Echo
func login(c echo.Context) error {
	return c.Redirect(http.StatusFound, c.QueryParam("next"))
}
// == vulnerable: the host compared by its beginning
func login(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if strings.HasPrefix(next, "https://example.com") {
		http.Redirect(w, r, next, http.StatusFound)
	}
}
// == safe: a fixed path
func login(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/home", http.StatusFound)
}
// == safe: a part of the own path
func old(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/new/"+url.PathEscape(r.PathValue("id")), http.StatusMovedPermanently)
}
// == safe: own paths only
func login(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.HasPrefix(next, "/\\") {
		next = "/"
	}
	http.Redirect(w, r, next, http.StatusFound)
}
// == safe: the host is compared
func login(w http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.FormValue("next"))
	if err != nil || target.Host != "example.com" {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, target.String(), http.StatusFound)
}
// == safe: from a table
var targets = map[string]string{"docs": "https://docs.example.com"}

func to(c *gin.Context) {
	c.Redirect(http.StatusFound, targets[c.Param("name")])
}
// == safe: the own address over TLS
func secure(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://www.example.com"+r.URL.Path, http.StatusMovedPermanently)
}
// == safe: a query of the own path
func search(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/results?q="+url.QueryEscape(r.FormValue("q")), http.StatusFound)
}
