// CWE-200: insides that the network can see.
package main

import (
	"net/http"
)

// == vulnerable: profiles on the public mux
import _ "net/http/pprof"

func main() {
	_ = http.ListenAndServe(":8080", nil)
}
// == vulnerable: profiles on every interface
import _ "net/http/pprof"

func main() {
	go func() {
		_ = http.ListenAndServe("0.0.0.0:6060", http.DefaultServeMux)
	}()
}
// == vulnerable: the stack to the client
func recovered(w http.ResponseWriter) {
	if err := recover(); err != nil {
		http.Error(w, string(debug.Stack()), http.StatusInternalServerError)
	}
}
// == vulnerable: the whole file system
func main() {
	http.Handle("/", http.FileServer(http.Dir("/")))
}
// == safe: profiles for this machine
import _ "net/http/pprof"

func main() {
	_ = http.ListenAndServe("localhost:6060", nil)
}
// == safe: an own mux, profiles elsewhere
import _ "net/http/pprof"

func main() {
	mux := http.NewServeMux()
	_ = http.ListenAndServe(":8080", mux)
}
// == safe: the stack to the log
func recovered(w http.ResponseWriter) {
	if err := recover(); err != nil {
		log.Printf("%v\n%s", err, debug.Stack())
		http.Error(w, "failed", http.StatusInternalServerError)
	}
}
// == safe: one folder
func main() {
	http.Handle("/", http.FileServer(http.Dir("/srv/public")))
}
