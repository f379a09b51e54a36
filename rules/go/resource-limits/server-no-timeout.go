package sample

import (
	"net/http"
	"time"
)

func servers(handler http.Handler) []*http.Server {
	// ok: go.server.no-timeout
	later := &http.Server{Handler: handler}
	later.ReadHeaderTimeout = time.Second
	return []*http.Server{
		later,
		// ruleid: go.server.no-timeout
		&http.Server{Addr: ":8080", Handler: handler},
		// ok: go.server.no-timeout
		&http.Server{Addr: ":8080", Handler: handler, ReadHeaderTimeout: 5 * time.Second},
		// ok: go.server.no-timeout
		&http.Server{Handler: handler, ReadTimeout: 5 * time.Second},
	}
}

func plain(handler http.Handler) {
	// ruleid: go.server.no-timeout
	http.ListenAndServe("127.0.0.1:8080", handler)
	// ok: go.server.no-timeout
	http.Handle("/", handler)
}
