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
