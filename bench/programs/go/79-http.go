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
// == vulnerable: the path
func missing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprintln(w, "<p>No page", r.URL.Path)
}
// == vulnerable: declared safe script
func hello(w http.ResponseWriter, r *http.Request) {
	data := map[string]any{"Name": template.JS(r.FormValue("name"))}
	_ = page.Execute(w, data)
}
