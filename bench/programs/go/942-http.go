// CWE-942: every site may call with the user's cookies; CWE-1385: web sockets too.
package main

import (
	"net/http"

	"github.com/gin-contrib/cors"
	"github.com/gorilla/websocket"
	rscors "github.com/rs/cors"
)

// == vulnerable: a function that says yes
var handler = rscors.New(rscors.Options{
	AllowOriginFunc:  func(origin string) bool { return true },
	AllowCredentials: true,
})
// == vulnerable: Gin, everything
var config = cors.Config{AllowOriginFunc: func(origin string) bool { return true }, AllowCredentials: true}
// == safe: a known origin
func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if allowed[origin] {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
		}
		next.ServeHTTP(w, r)
	})
}
