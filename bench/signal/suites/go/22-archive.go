// CWE-22: names inside an archive that lead out of the folder.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"archive/tar"
	"archive/zip"
	"io"
	"os"
	"path/filepath"
)

// == vulnerable: a zip file
func extract(source, target string) error {
	reader, err := zip.OpenReader(source)
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, file := range reader.File {
		in, err := file.Open()
		if err != nil {
			return err
		}
		out, err := os.Create(filepath.Join(target, file.Name))
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, in); err != nil {
			return err
		}
	}
	return nil
}
// == vulnerable: a zip file, with a variable
func extract(reader *zip.Reader, target string) error {
	for _, f := range reader.File {
		path := target + "/" + f.Name
		if f.FileInfo().IsDir() {
			if err := os.MkdirAll(path, 0o755); err != nil {
				return err
			}
			continue
		}
		out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o644)
		if err != nil {
			return err
		}
		_ = out.Close()
	}
	return nil
}
// == vulnerable: a tar file
func extract(r io.Reader, target string) error {
	reader := tar.NewReader(r)
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		out, err := os.Create(filepath.Join(target, header.Name))
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, reader); err != nil {
			return err
		}
	}
}
// == vulnerable: a link in a tar file
func extract(r io.Reader, target string) error {
	reader := tar.NewReader(r)
	for {
		header, err := reader.Next()
		if err != nil {
			return err
		}
		if header.Typeflag == tar.TypeSymlink {
			if err := os.Symlink(header.Linkname, filepath.Join(target, filepath.Base(header.Name))); err != nil {
				return err
			}
		}
	}
}
// == vulnerable: a prefix without the separator
func extract(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		path := filepath.Join(target, file.Name)
		if !strings.HasPrefix(path, target) {
			return fmt.Errorf("outside: %s", file.Name)
		}
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	return nil
}
// == safe: a prefix with the separator
func extract(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		path := filepath.Join(target, file.Name)
		if !strings.HasPrefix(path, filepath.Clean(target)+string(os.PathSeparator)) {
			return fmt.Errorf("outside: %s", file.Name)
		}
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	return nil
}
// == safe: a local name
func extract(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		if !filepath.IsLocal(file.Name) {
			return fmt.Errorf("outside: %s", file.Name)
		}
		if err := os.MkdirAll(filepath.Join(target, file.Name), 0o755); err != nil {
			return err
		}
	}
	return nil
}
// == safe: only the last part
func extract(r io.Reader, target string) error {
	reader := tar.NewReader(r)
	header, err := reader.Next()
	if err != nil {
		return err
	}
	out, err := os.Create(filepath.Join(target, filepath.Base(header.Name)))
	if err != nil {
		return err
	}
	_, err = io.Copy(out, reader)
	return err
}
// == safe: read in memory
func names(reader *zip.Reader) []string {
	var found []string
	for _, file := range reader.File {
		found = append(found, file.Name)
	}
	return found
}
// == safe: written into an archive
func pack(w io.Writer, name string) error {
	writer := tar.NewWriter(w)
	return writer.WriteHeader(&tar.Header{Name: name, Mode: 0o600})
}
// == safe: a rooted file system
func extract(reader *zip.Reader, target string) error {
	root, err := os.OpenRoot(target)
	if err != nil {
		return err
	}
	for _, file := range reader.File {
		out, err := root.Create(file.Name)
		if err != nil {
			return err
		}
		_ = out.Close()
	}
	return nil
}
