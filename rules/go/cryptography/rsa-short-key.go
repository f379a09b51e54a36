package sample

import (
	"crypto/rand"
	"crypto/rsa"
)

const size = 4096

func keys(bits int) {
	// ruleid: go.rsa.short-key
	rsa.GenerateKey(rand.Reader, 1024)
	// ok: go.rsa.short-key
	rsa.GenerateKey(rand.Reader, 2048)
	// ok: go.rsa.short-key
	rsa.GenerateKey(rand.Reader, size)
	// ok: go.rsa.short-key
	rsa.GenerateKey(rand.Reader, bits)
}
