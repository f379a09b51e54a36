package main

import (
	"os"
	"syscall"
)

func save(key, cert []byte) {
	// ruleid: go.file.key-readable
	_ = os.WriteFile("/srv/server.key", key, 0o644)
	// ruleid: go.file.key-readable
	syscall.Umask(0)
	// ok: go.file.key-readable
	_ = os.WriteFile("/srv/server.key", key, 0o600)
	// ok: go.file.key-readable
	_ = os.WriteFile("/srv/cert.pem", cert, 0o644)
	// ok: go.file.key-readable
	syscall.Umask(0o077)
}
