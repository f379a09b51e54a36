// CWE-918: request data decides where the server sends a request.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"net"
	"net/http/httputil"
	"net/url"
)

// == vulnerable: an own client
func load(w http.ResponseWriter, r *http.Request) {
	client := &http.Client{Timeout: time.Second}
	_, _ = client.Get(r.FormValue("url"))
}
// == vulnerable: a proxy
func proxy(w http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.FormValue("target"))
	if err != nil {
		return
	}
	httputil.NewSingleHostReverseProxy(target).ServeHTTP(w, r)
}
// == safe: a part of the path
func user(w http.ResponseWriter, r *http.Request) {
	_, _ = http.Get("https://api.example.com/users/" + url.PathEscape(r.PathValue("id")))
}
// == safe: the query
func search(w http.ResponseWriter, r *http.Request) {
	_, _ = http.Get("https://api.example.com/search?" + url.Values{"q": {r.FormValue("q")}}.Encode())
}
// == safe: the host is compared
func load(w http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.FormValue("url"))
	if err != nil || target.Hostname() != "files.example.com" {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	_, _ = http.Get(target.String())
}
