package main

import (
	"net/http"
	_ "net/http/pprof"
)

func main() {
	// ruleid: go.pprof.exposed
	_ = http.ListenAndServe(":8080", nil)
	// ruleid: go.pprof.exposed
	_ = http.ListenAndServe("0.0.0.0:6060", http.DefaultServeMux)
	// ok: go.pprof.exposed
	_ = http.ListenAndServe("localhost:6060", nil)
	mux := http.NewServeMux()
	// ok: go.pprof.exposed
	_ = http.ListenAndServe(":8081", mux)
	// ok: go.pprof.exposed
	_ = http.ListenAndServe(address, nil)
}
