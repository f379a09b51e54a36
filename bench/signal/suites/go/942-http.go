// CWE-942: every site may call with the user's cookies; CWE-1385: web sockets too.
package main

import (
	"net/http"

	"github.com/gin-contrib/cors"
	"github.com/gorilla/websocket"
	rscors "github.com/rs/cors"
)

// == vulnerable: the origin is repeated
func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		next.ServeHTTP(w, r)
	})
}
// == vulnerable: the origin in a variable
func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin != "" {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
		}
		next.ServeHTTP(w, r)
	})
}
// == vulnerable: a function that says yes
var handler = rscors.New(rscors.Options{
	AllowOriginFunc:  func(origin string) bool { return true },
	AllowCredentials: true,
})
// == vulnerable: Gin, everything
var config = cors.Config{AllowOriginFunc: func(origin string) bool { return true }, AllowCredentials: true}
// == vulnerable: a web socket
var upgrader = websocket.Upgrader{CheckOrigin: func(r *http.Request) bool { return true }}
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
// == safe: everyone without credentials
func middleware(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
}
// == safe: named origins
var handler = rscors.New(rscors.Options{AllowedOrigins: []string{"https://a.example.com"}, AllowCredentials: true})
// == safe: a web socket for the own host
var upgrader = websocket.Upgrader{ReadBufferSize: 1024}
// == safe: a web socket with a check
var upgrader = websocket.Upgrader{CheckOrigin: func(r *http.Request) bool { return allowed[r.Header.Get("Origin")] }}
