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

// == each: Get
func load(w http.ResponseWriter, r *http.Request) {
	param := r.URL.Query().Get("url")
	value := FLOW(param)
	answer, err := http.Get(value)
	if err != nil {
		return
	}
	defer answer.Body.Close()
}
// == vulnerable: a request
func hook(w http.ResponseWriter, r *http.Request) {
	request, err := http.NewRequest(http.MethodPost, r.FormValue("url"), nil)
	if err != nil {
		return
	}
	_, _ = http.DefaultClient.Do(request)
}
// == vulnerable: a request with a context
func hook(w http.ResponseWriter, r *http.Request) {
	request, err := http.NewRequestWithContext(r.Context(), "GET", "http://"+r.FormValue("host")+"/status", nil)
	if err != nil {
		return
	}
	_, _ = http.DefaultClient.Do(request)
}
// == vulnerable: an own client
func load(w http.ResponseWriter, r *http.Request) {
	client := &http.Client{Timeout: time.Second}
	_, _ = client.Get(r.FormValue("url"))
}
// == vulnerable: a part of the host
func region(w http.ResponseWriter, r *http.Request) {
	_, _ = http.Get(fmt.Sprintf("https://%s.example.com/status", r.PathValue("region")))
}
// == vulnerable: a connection
func probe(w http.ResponseWriter, r *http.Request) {
	_, _ = net.Dial("tcp", r.FormValue("address"))
}
// == vulnerable: a proxy
func proxy(w http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.FormValue("target"))
	if err != nil {
		return
	}
	httputil.NewSingleHostReverseProxy(target).ServeHTTP(w, r)
}
// == vulnerable: a field of the body
func hook(w http.ResponseWriter, r *http.Request) {
	var hook struct{ URL string }
	if err := json.NewDecoder(r.Body).Decode(&hook); err != nil {
		return
	}
	_, _ = http.Post(hook.URL, "application/json", nil)
}
// == safe: a part of the path
func user(w http.ResponseWriter, r *http.Request) {
	_, _ = http.Get("https://api.example.com/users/" + url.PathEscape(r.PathValue("id")))
}
// == safe: the query
func search(w http.ResponseWriter, r *http.Request) {
	_, _ = http.Get("https://api.example.com/search?" + url.Values{"q": {r.FormValue("q")}}.Encode())
}
// == safe: the body
func forward(w http.ResponseWriter, r *http.Request) {
	_, _ = http.Post("https://api.example.com/items", "application/json", r.Body)
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
// == safe: from a table
var services = map[string]string{"news": "https://news.example.com"}

func load(w http.ResponseWriter, r *http.Request) {
	base, ok := services[r.PathValue("service")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = http.Get(base + "/status")
}
// == safe: a header
func proxy(w http.ResponseWriter, r *http.Request) {
	request, _ := http.NewRequest("GET", "https://api.example.com", nil)
	request.Header.Set("X-User", r.Header.Get("X-User"))
	_, _ = http.DefaultClient.Do(request)
}
