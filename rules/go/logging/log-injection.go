package main

import (
	"encoding/json"
	"log"
	"net/http"
	"strconv"
)

func handle(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ruleid: go.log.injection
	log.Printf("login of %s", name)
	// ruleid: go.log.injection
	log.Println("login", r.URL.Path)
	// ok: go.log.injection
	log.Printf("login of %q", name)
	// ok: go.log.injection
	log.Println("login", strconv.Quote(name))
	// ok: go.log.injection
	log.Println("started")
	text, _ := json.Marshal(name)
	// ok: go.log.injection
	log.Printf("login of %s", text)
}
