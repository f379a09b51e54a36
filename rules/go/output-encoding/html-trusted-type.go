package sample

import (
	"html/template"
	"net/http"

	"github.com/microcosm-cc/bluemonday"
)

var page = template.Must(template.New("page").Parse("<p>{{.}}</p>"))

func show(w http.ResponseWriter, r *http.Request) {
	text := r.FormValue("text")
	// ruleid: go.html.trusted-type
	page.Execute(w, template.HTML(text))
	// ruleid: go.html.trusted-type
	page.Execute(w, template.URL(r.URL.Query().Get("next")))
	// ok: go.html.trusted-type
	page.Execute(w, text)
	// ok: go.html.trusted-type
	page.Execute(w, template.HTML("<b>"+template.HTMLEscapeString(text)+"</b>"))
	// ok: go.html.trusted-type
	page.Execute(w, template.HTML(bluemonday.UGCPolicy().Sanitize(text)))
	// ok: go.html.trusted-type
	page.Execute(w, template.HTML("<hr>"))
}
