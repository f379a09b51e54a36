// CWE-79: request data in an HTML answer.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"html"
	"html/template"
	"io"
)

// == each: Fprintf
func hello(w http.ResponseWriter, r *http.Request) {
	param := r.URL.Query().Get("name")
	value := FLOW(param)
	fmt.Fprintf(w, "<p>Hello %s</p>", value)
}
// == each: Write
func search(w http.ResponseWriter, r *http.Request) {
	param := r.FormValue("q")
	value := FLOW(param)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<h1>Results for " + value + "</h1>"))
}
// == vulnerable: io.WriteString
func hello(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, "<p>Hello "+r.FormValue("name")+"</p>")
}
// == vulnerable: the path
func missing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprintln(w, "<p>No page", r.URL.Path)
}
// == vulnerable: declared safe for a template
var page = template.Must(template.New("page").Parse("<p>{{.}}</p>"))

func hello(w http.ResponseWriter, r *http.Request) {
	_ = page.Execute(w, template.HTML(r.FormValue("name")))
}
// == vulnerable: declared safe script
func hello(w http.ResponseWriter, r *http.Request) {
	data := map[string]any{"Name": template.JS(r.FormValue("name"))}
	_ = page.Execute(w, data)
}
// == vulnerable: formatted and declared safe
func hello(w http.ResponseWriter, r *http.Request) {
	note := template.HTML(fmt.Sprintf("<b>%s</b>", r.FormValue("name")))
	_ = page.Execute(w, note)
}
// == vulnerable: the template itself
func hello(w http.ResponseWriter, r *http.Request) {
	made, err := template.New("x").Parse("<p>" + r.FormValue("name") + "</p>")
	if err != nil {
		return
	}
	_ = made.Execute(w, nil)
}
// == vulnerable: text/template
import texttemplate "text/template"

var page = texttemplate.Must(texttemplate.New("page").Parse("<p>{{.}}</p>"))

func hello(w http.ResponseWriter, r *http.Request) {
	_ = page.Execute(w, r.FormValue("name"))
}
// == safe: html/template
var page = template.Must(template.New("page").Parse("<p>{{.}}</p>"))

func hello(w http.ResponseWriter, r *http.Request) {
	_ = page.Execute(w, r.FormValue("name"))
}
// == safe: escaped
func hello(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "<p>Hello %s</p>", html.EscapeString(r.FormValue("name")))
}
// == safe: plain text
func hello(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprintf(w, "Hello %s", r.FormValue("name"))
}
// == safe: JSON
func hello(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"hello": r.FormValue("name")})
}
// == safe: http.Error is plain text
func missing(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "no page "+r.URL.Path, http.StatusNotFound)
}
// == safe: a number
func page(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(r.FormValue("page"))
	if err != nil {
		return
	}
	fmt.Fprintf(w, "<p>Page %d</p>", number)
}
// == safe: quoted by a verb for numbers
func size(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "<p>%d letters</p>", len(r.FormValue("text")))
}
// == safe: a constant declared safe
var icon = template.HTML("<svg></svg>")

func hello(w http.ResponseWriter, r *http.Request) {
	_ = page.Execute(w, map[string]any{"Icon": icon, "Name": r.FormValue("name")})
}
