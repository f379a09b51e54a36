package main

import (
	"encoding/gob"
	"encoding/json"
	"net/http"
	"strings"
)

func take(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.deserialization.request-data
	gob.NewDecoder(r.Body)
	// ruleid: go.deserialization.request-data
	gob.NewDecoder(strings.NewReader(r.FormValue("data")))
	// ok: go.deserialization.request-data
	gob.NewDecoder(http.MaxBytesReader(w, r.Body, 1000))
	// ok: go.deserialization.request-data
	json.NewDecoder(r.Body)
	// ok: go.deserialization.request-data
	gob.NewDecoder(strings.NewReader("fixed"))
}
