package main

import (
	"html/template"
	"net/http"
)

func hello(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.template.injection
	made, _ := template.New("x").Parse("<p>" + r.FormValue("name") + "</p>")
	// ok: go.template.injection
	page, _ := template.New("y").Parse("<p>{{.}}</p>")
	// ok: go.template.injection
	_ = page.Execute(w, r.FormValue("name"))
	// ok: go.template.injection
	_ = template.New(r.FormValue("name"))
	_ = made.Execute(w, nil)
}
