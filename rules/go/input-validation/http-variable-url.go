package main

import (
	"net/http"
	"os"
)

func get(url string) {
	// ruleid: go.http.variable-url
	http.Get(url)
	// ruleid: go.http.variable-url
	http.Get(os.Getenv("URL"))
	// ok: go.http.variable-url
	http.Get("https://example.org/")
	const site = "https://example.org/"
	// ok: go.http.variable-url
	http.Get(site)
	// ok: go.http.variable-url
	http.Get(site + "status")
}
