package main

import "html/template"

func page(body string, name string) {
	// ruleid: go.html.trusted-variable
	_ = template.HTML(body)
	// ruleid: go.html.trusted-variable
	_ = template.JS("show('" + name + "')")
	// ok: go.html.trusted-variable
	_ = template.HTML("<b>fixed</b>")
	// ok: go.html.trusted-variable
	_ = template.HTML(template.HTMLEscapeString(body))
	// ok: go.html.trusted-variable
	_ = template.HTML(policy.Sanitize(body))
}
