package sample

import "os"

func share(path string, mode os.FileMode) {
	// ruleid: go.file.world-writable
	os.Chmod(path, 0o777)
	// ruleid: go.file.world-writable
	os.Chmod(path, 0666)
	// ok: go.file.world-writable
	os.Chmod(path, 0o755)
	// ok: go.file.world-writable
	os.Chmod(path, mode)
	// ok: go.file.world-writable
	os.MkdirAll(path, 0o755)
	// ok: go.file.world-writable
	os.Chmod(path, 0o660)
}
