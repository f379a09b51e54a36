package main

import (
	"os"
	"path/filepath"
)

func read(name string) {
	// ruleid: go.path.local-input
	os.Open(os.Args[1])
	// ruleid: go.path.local-input
	os.ReadFile(filepath.Join("/srv", os.Getenv("NAME")))
	// ok: go.path.local-input
	os.ReadFile("/srv/list")
	// ok: go.path.local-input
	os.ReadFile(name)
	// ok: go.path.local-input
	os.ReadFile(filepath.Join("/srv", filepath.Base(os.Args[1])))
}
