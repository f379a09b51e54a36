package main

import "os"

func write(data []byte) {
	// ruleid: go.file.loose-mode
	os.Mkdir("/srv/a", 0777)
	// ruleid: go.file.loose-mode
	os.WriteFile("/srv/a/b", data, 0666)
	// ruleid: go.file.loose-mode
	os.OpenFile("/srv/a/c", os.O_CREATE, os.ModePerm)
	// ok: go.file.loose-mode
	os.MkdirAll("/srv/a", 0755)
	// ok: go.file.loose-mode
	os.WriteFile("/srv/a/b", data, 0644)
	// ok: go.file.loose-mode
	os.OpenFile("/srv/a/c", os.O_CREATE, 0600)
}
