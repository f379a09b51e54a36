package main

import (
	"net/http"
	"os"
)

func serve() {
	// ruleid: go.file.root-served
	http.Handle("/a/", http.FileServer(http.Dir("/")))
	// ruleid: go.file.root-served
	http.Handle("/b/", http.FileServerFS(os.DirFS("/")))
	// ok: go.file.root-served
	http.Handle("/c/", http.FileServer(http.Dir("/srv/public")))
	// ok: go.file.root-served
	http.Handle("/d/", http.FileServer(http.Dir("./static")))
	// ok: go.file.root-served
	http.Handle("/e/", http.NotFoundHandler())
}
