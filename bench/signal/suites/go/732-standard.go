// CWE-732: files and folders for everybody; CWE-377: foreseeable temporary files.
package main

import (
	"os"
	"path/filepath"
)

// == vulnerable: changed to be written by all
func open(path string) error {
	return os.Chmod(path, 0o777)
}
// == vulnerable: a file of secrets
func save(data []byte) error {
	return os.WriteFile("/srv/app/private.key", data, 0o666)
}
// == vulnerable: no umask
func init() {
	syscall.Umask(0)
}
// == vulnerable: the mode by name
func open(path string) error {
	return os.Chmod(path, os.ModePerm)
}
// == vulnerable: a key that all may read
func saveKey(data []byte) error {
	return os.WriteFile("server.key", data, 0o644)
}
// == safe: only the owner
func save(path string, data []byte) error {
	return os.WriteFile(path, data, 0o600)
}
// == safe: read by all, written by one
func save(path string, data []byte) error {
	return os.WriteFile(path, data, 0o644)
}
// == safe: a folder
func folder(path string) error {
	return os.MkdirAll(path, 0o755)
}
// == safe: made executable
func program(path string) error {
	return os.Chmod(path, 0o755)
}
// == safe: a fresh temporary file
func temporary() (*os.File, error) {
	return os.CreateTemp("", "report-*")
}
