package sample

import (
	"archive/tar"
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func unzip(reader *zip.ReadCloser, dir string) error {
	for _, file := range reader.File {
		target := filepath.Join(dir, file.Name)
		// ruleid: go.archive.unchecked-extraction
		out, err := os.Create(target)
		if err != nil {
			return err
		}
		out.Close()
		// ok: go.archive.unchecked-extraction
		os.Create(filepath.Join(dir, filepath.Base(file.Name)))
	}
	return nil
}

func unzipChecked(reader *zip.ReadCloser, dir string) error {
	for _, file := range reader.File {
		target := filepath.Join(dir, file.Name)
		if !strings.HasPrefix(target, filepath.Clean(dir)+string(os.PathSeparator)) {
			return os.ErrInvalid
		}
		// ok: go.archive.unchecked-extraction
		os.Create(target)
	}
	return nil
}

func untar(stream io.Reader, dir string) error {
	archive := tar.NewReader(stream)
	for {
		header, err := archive.Next()
		if err != nil {
			return err
		}
		// ruleid: go.archive.unchecked-extraction
		os.MkdirAll(filepath.Join(dir, header.Name), 0o755)
		if !filepath.IsLocal(header.Name) {
			continue
		}
		// ok: go.archive.unchecked-extraction
		os.OpenFile(filepath.Join(dir, header.Name), os.O_CREATE, 0o600)
	}
}
