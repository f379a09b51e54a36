package sample

import (
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/mux"
)

const root = "/srv/files"

var reports = map[string]string{"day": "/srv/day.csv"}

func get(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go.path.traversal
	os.ReadFile(filepath.Join(root, name))
	// ruleid: go.path.traversal
	os.Open(root + "/" + mux.Vars(r)["file"])
	// ruleid: go.path.traversal
	os.Remove(filepath.Clean(filepath.Join(root, name)))
	// ok: go.path.traversal
	os.ReadFile(filepath.Join(root, filepath.Base(name)))
	// ok: go.path.traversal
	os.ReadFile(filepath.Join(root, path.Clean("/"+name)))
	// ok: go.path.traversal
	os.ReadFile(reports[name])
	// ok: go.path.traversal
	os.WriteFile(filepath.Join(root, "last.txt"), []byte(name), 0o600)
	full := filepath.Join(root, name)
	if !strings.HasPrefix(full, root+"/") {
		http.NotFound(w, r)
		return
	}
	// ok: go.path.traversal
	os.Open(full)
}

func local(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if !filepath.IsLocal(name) {
		return
	}
	// ok: go.path.traversal
	os.Open(filepath.Join(root, name))
}

func upload(c *gin.Context) {
	file, err := c.FormFile("file")
	if err != nil {
		return
	}
	// ruleid: go.path.traversal
	c.File(root + c.Query("path"))
	// ok: go.path.traversal
	c.SaveUploadedFile(file, filepath.Join(root, filepath.Base(file.Filename)))
	dir, ok := os.OpenRoot(root)
	if ok != nil {
		return
	}
	// ok: go.path.traversal
	dir.Open(c.Query("path"))
}
