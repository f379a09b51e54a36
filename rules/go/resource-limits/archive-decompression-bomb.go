package sample

import (
	"compress/gzip"
	"io"
	"os"
)

const limit = 1 << 20

func unpack(in io.Reader, out *os.File) error {
	reader, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	// ruleid: go.archive.decompression-bomb
	io.Copy(out, reader)
	// ok: go.archive.decompression-bomb
	io.Copy(out, io.LimitReader(reader, limit))
	// ok: go.archive.decompression-bomb
	io.CopyN(out, reader, limit)
	// ok: go.archive.decompression-bomb
	_, err = io.Copy(out, in)
	return err
}
