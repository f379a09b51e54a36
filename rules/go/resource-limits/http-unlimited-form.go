package main

import "net/http"

func upload(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.http.unlimited-form
	r.ParseMultipartForm(32 << 20)
}

func limited(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	// ok: go.http.unlimited-form
	r.ParseMultipartForm(32 << 20)
	// ok: go.http.unlimited-form
	r.ParseForm()
	// ok: go.http.unlimited-form
	r.FormValue("name")
}
