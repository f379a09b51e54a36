package main

import (
	"os"
	"path/filepath"
)

func write(data []byte) {
	// ruleid: go.file.predictable-temporary
	os.WriteFile("/tmp/report", data, 0600)
	// ruleid: go.file.predictable-temporary
	os.Create(filepath.Join(os.TempDir(), "report"))
	// ok: go.file.predictable-temporary
	os.CreateTemp("", "report")
	// ok: go.file.predictable-temporary
	os.Create("/srv/report")
	// ok: go.file.predictable-temporary
	os.OpenFile("/tmp/report", os.O_CREATE|os.O_EXCL, 0600)
}

func writeAnywhere(data []byte, name string) {
	folder, _ := os.MkdirTemp("/tmp/reports", "x")
	// ok: go.file.predictable-temporary
	os.WriteFile(filepath.Join(folder, "report"), data, 0600)
	// ok: go.file.predictable-temporary
	os.WriteFile(filepath.Join(os.TempDir(), name), data, 0600)
}
