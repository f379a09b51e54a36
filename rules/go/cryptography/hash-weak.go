package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
)

func sums(data []byte) {
	// ruleid: go.hash.weak
	_ = md5.Sum(data)
	// ruleid: go.hash.weak
	_ = sha1.New()
	// ok: go.hash.weak
	_ = sha256.Sum256(data)
	// ok: go.hash.weak
	_ = sha256.New()
	// ok: go.hash.weak
	_ = hmac.New(sha1.New, data)
}
