package main

import (
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"os"
)

func keys() {
	// ruleid: go.key.constant
	_, _ = aes.NewCipher([]byte("0123456789abcdef0123456789abcdef"))
	// ruleid: go.key.constant
	_ = hmac.New(sha256.New, []byte("s3cr3t-k3y-of-shop"))
	// ok: go.key.constant
	_, _ = aes.NewCipher([]byte(os.Getenv("KEY")))
	// ok: go.key.constant
	_ = hmac.New(sha256.New, key)
	// ok: go.key.constant
	_ = sha256.Sum256([]byte("s3cr3t-k3y-of-shop"))
}
