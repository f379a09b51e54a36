// CWE-22: a file outside the intended folder. net/http and the standard library.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/gorilla/mux"
)

const root = "/srv/reports"
// == vulnerable: a path variable of gorilla
func serve(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join(root, mux.Vars(r)["name"]))
	if err == nil {
		_, _ = w.Write(data)
	}
}
// == vulnerable: a path value
func remove(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if err := os.Remove(path.Join(root, name)); err != nil {
		http.Error(w, "failed", http.StatusInternalServerError)
	}
}
// == vulnerable: the name that the client gave an upload
func upload(w http.ResponseWriter, r *http.Request) {
	file, header, err := r.FormFile("report")
	if err != nil {
		return
	}
	defer file.Close()
	out, err := os.Create(root + "/" + header.Filename)
	if err != nil {
		return
	}
	defer out.Close()
	_, _ = io.Copy(out, file)
}
// == vulnerable: a cookie
func theme(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie("theme")
	if err != nil {
		return
	}
	data, _ := os.ReadFile("/srv/themes/" + cookie.Value + ".css")
	_, _ = w.Write(data)
}
// == vulnerable: a header
func backup(w http.ResponseWriter, r *http.Request) {
	_ = os.Rename("/srv/current", filepath.Join(root, r.Header.Get("X-Name")))
}
// == safe: cleaned as an absolute path
func absolute(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join(root, filepath.Clean("/"+r.FormValue("name"))))
}
// == safe: the relative path looked at
func relative(w http.ResponseWriter, r *http.Request) {
	full := filepath.Join(root, r.FormValue("name"))
	rel, err := filepath.Rel(root, full)
	if err != nil || strings.HasPrefix(rel, "..") {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	http.ServeFile(w, r, full)
}
// == safe: separators are refused
func plain(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if strings.ContainsAny(name, `/\`) {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	http.ServeFile(w, r, filepath.Join(root, name))
}
