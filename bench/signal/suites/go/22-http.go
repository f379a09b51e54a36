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
// == each: a joined name is opened
func read(w http.ResponseWriter, r *http.Request) {
	param := r.URL.Query().Get("name")
	value := FLOW(param)
	file, err := os.Open(filepath.Join(root, value))
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	defer file.Close()
	_, _ = io.Copy(w, file)
}
// == each: written below a folder
func write(w http.ResponseWriter, r *http.Request) {
	param := r.FormValue("name")
	value := FLOW(param)
	if err := os.WriteFile(root+"/"+value, []byte("x"), 0o600); err != nil {
		http.Error(w, "failed", http.StatusInternalServerError)
	}
}
// == vulnerable: ServeFile with a parameter
func serve(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join(root, r.URL.Query().Get("name")))
}
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
// == vulnerable: a field of the body
func load(w http.ResponseWriter, r *http.Request) {
	var wanted struct{ Name string }
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		return
	}
	data, _ := os.ReadFile(filepath.Join(root, wanted.Name))
	_, _ = w.Write(data)
}
// == vulnerable: a prefix compared as text
func prefix(w http.ResponseWriter, r *http.Request) {
	full := filepath.Join("/srv/reports", r.FormValue("name"))
	if !strings.HasPrefix(full, "/srv/reports") {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	http.ServeFile(w, r, full)
}
// == vulnerable: a prefix compared before the dots are resolved
func early(w http.ResponseWriter, r *http.Request) {
	full := root + "/" + r.FormValue("name")
	if !strings.HasPrefix(full, root+"/") {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	data, _ := os.ReadFile(full)
	_, _ = w.Write(data)
}
// == vulnerable: cleaned, which keeps leading dots
func cleaned(w http.ResponseWriter, r *http.Request) {
	data, _ := os.ReadFile(root + "/" + filepath.Clean(r.FormValue("name")))
	_, _ = w.Write(data)
}
// == vulnerable: dots taken out once
func once(w http.ResponseWriter, r *http.Request) {
	name := strings.ReplaceAll(r.FormValue("name"), "../", "")
	data, _ := os.ReadFile(filepath.Join(root, name))
	_, _ = w.Write(data)
}
// == vulnerable: the helper of a type opens it
type store struct{ dir string }

func (s *store) open(name string) (*os.File, error) {
	return os.Open(filepath.Join(s.dir, name))
}

func (s *store) handle(w http.ResponseWriter, r *http.Request) {
	file, err := s.open(r.FormValue("name"))
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = io.Copy(w, file)
}
// == safe: only the last part
func last(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join(root, filepath.Base(r.FormValue("name"))))
}
// == safe: a local name
func local(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if !filepath.IsLocal(name) {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	http.ServeFile(w, r, filepath.Join(root, name))
}
// == safe: a rooted file system
func rooted(w http.ResponseWriter, r *http.Request) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return
	}
	file, err := dir.Open(r.FormValue("name"))
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = io.Copy(w, file)
}
// == safe: joined, then compared with the separator
func compared(w http.ResponseWriter, r *http.Request) {
	full := filepath.Join(root, r.FormValue("name"))
	if !strings.HasPrefix(full, root+string(filepath.Separator)) {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	http.ServeFile(w, r, full)
}
// == safe: cleaned as an absolute path
func absolute(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join(root, filepath.Clean("/"+r.FormValue("name"))))
}
// == safe: the file server
func files() {
	http.Handle("/files/", http.StripPrefix("/files/", http.FileServer(http.Dir(root))))
}
// == safe: the content is the client's, the path is not
func note(w http.ResponseWriter, r *http.Request) {
	_ = os.WriteFile(filepath.Join(root, "note.txt"), []byte(r.FormValue("text")), 0o600)
}
// == safe: a number
func number(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.FormValue("id"), 10, 64)
	if err != nil {
		return
	}
	http.ServeFile(w, r, filepath.Join(root, fmt.Sprintf("%d.txt", id)))
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
