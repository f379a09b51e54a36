package sample

import (
	"bytes"
	"html"
	"net/http"
	"os"
	"text/template"
)

var page = template.Must(template.New("page").Parse("<p>{{.}}</p>"))

func show(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.html.text-template
	page.Execute(w, r.FormValue("name"))
	local, err := template.ParseFiles("page.html")
	if err != nil {
		return
	}
	// ruleid: go.html.text-template
	local.ExecuteTemplate(w, "body", r.FormValue("name"))
	// ok: go.html.text-template
	local.Execute(os.Stdout, r.FormValue("name"))
	var buffer bytes.Buffer
	// ok: go.html.text-template
	local.Execute(&buffer, r.FormValue("name"))
}

func escaped(w http.ResponseWriter, r *http.Request) {
	name := html.EscapeString(r.FormValue("name"))
	// ok: go.html.text-template
	page.Execute(w, name)
}

func script(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	// ok: go.html.text-template
	page.Execute(w, r.FormValue("name"))
}
