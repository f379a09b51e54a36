package main

import (
	"log"
	"net/http"
	"runtime/debug"
)

func recovered(w http.ResponseWriter) {
	// ruleid: go.error.stack-trace-to-client
	http.Error(w, string(debug.Stack()), http.StatusInternalServerError)
	// ok: go.error.stack-trace-to-client
	http.Error(w, "failed", http.StatusInternalServerError)
	// ok: go.error.stack-trace-to-client
	log.Printf("%s", debug.Stack())
	// ok: go.error.stack-trace-to-client
	_ = len(debug.Stack())
}
