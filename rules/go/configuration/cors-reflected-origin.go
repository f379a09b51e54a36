package sample

import (
	"net/http"
	"slices"

	"github.com/rs/cors"
)

var sites = []string{"https://example.org"}

func reflect(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.cors.reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	w.Header().Set("Access-Control-Allow-Credentials", "true")
}

func reflectLater(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	w.Header().Set("Access-Control-Allow-Credentials", "true")
	// ruleid: go.cors.reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", origin)
}

func known(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if slices.Contains(sites, origin) {
		// ok: go.cors.reflected-origin
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Access-Control-Allow-Credentials", "true")
	}
}

func public(w http.ResponseWriter, r *http.Request) {
	// ok: go.cors.reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", "*")
	// ok: go.cors.reflected-origin
	w.Header().Set("X-Origin", r.Header.Get("Origin"))
}

func build() []cors.Options {
	return []cors.Options{
		// ruleid: go.cors.reflected-origin
		cors.Options{AllowedOrigins: []string{"*"}, AllowCredentials: true},
		// ok: go.cors.reflected-origin
		cors.Options{AllowedOrigins: []string{"*"}},
		// ok: go.cors.reflected-origin
		cors.Options{AllowedOrigins: []string{"https://example.org"}, AllowCredentials: true},
	}
}

func asked(w http.ResponseWriter, r *http.Request, sites map[string]bool) {
	origin := r.Header.Get("Origin")
	if !sites[origin] {
		return
	}
	w.Header().Set("Access-Control-Allow-Credentials", "true")
	// ok: go.cors.reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", origin)
}

func withoutCredentials(w http.ResponseWriter, r *http.Request) {
	// ok: go.cors.reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
}

func inGin(c *gin.Context) {
	c.Header("Access-Control-Allow-Credentials", "true")
	// ruleid: go.cors.reflected-origin
	c.Header("Access-Control-Allow-Origin", c.GetHeader("Origin"))
}
