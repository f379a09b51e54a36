package main

import (
	"path/filepath"
	"strings"
)

func open(root, name string) string {
	full := filepath.Join(root, name)
	// ruleid: go.path.prefix-without-separator
	if !strings.HasPrefix(full, root) {
		return ""
	}
	// ruleid: go.path.prefix-without-separator
	if !strings.HasPrefix(full, filepath.Clean(root)) {
		return ""
	}
	// ok: go.path.prefix-without-separator
	if !strings.HasPrefix(full, root+string(filepath.Separator)) {
		return ""
	}
	// ok: go.path.prefix-without-separator
	if !strings.HasPrefix(full, filepath.Clean(root)+"/") {
		return ""
	}
	// ok: go.path.prefix-without-separator
	if strings.HasPrefix(name, root) {
		return ""
	}
	return full
}
