package sample

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
)

func hello(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go.html.unescaped-response
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name)
	// ruleid: go.html.unescaped-response
	w.Write([]byte("Hello " + name))
	// ok: go.html.unescaped-response
	fmt.Fprintf(w, "<h1>Hello %s</h1>", html.EscapeString(name))
	// ok: go.html.unescaped-response
	http.Error(w, "no such user: "+name, http.StatusNotFound)
	// ok: go.html.unescaped-response
	fmt.Fprintf(w, "<h1>%d letters</h1>", len(name))
	encoded, _ := json.Marshal(name)
	// ok: go.html.unescaped-response
	w.Write(encoded)
}

func plain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// ok: go.html.unescaped-response
	io.WriteString(w, r.FormValue("name"))
}

func page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	// ruleid: go.html.unescaped-response
	io.WriteString(w, r.FormValue("name"))
}

func ginData(c *gin.Context) {
	// ruleid: go.html.unescaped-response
	c.Data(200, "text/html; charset=utf-8", []byte("<p>"+c.Query("name")+"</p>"))
	// ok: go.html.unescaped-response
	c.Data(200, "application/json", []byte(c.Query("name")))
	// ok: go.html.unescaped-response
	c.String(200, "Hello %s", c.Query("name"))
}
