package sample

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rc4"

	"golang.org/x/crypto/chacha20poly1305"
)

func ciphers(key []byte) {
	// ruleid: go.cipher.broken
	des.NewCipher(key)
	// ruleid: go.cipher.broken
	rc4.NewCipher(key)
	// ok: go.cipher.broken
	block, _ := aes.NewCipher(key)
	// ok: go.cipher.broken
	cipher.NewGCM(block)
	// ok: go.cipher.broken
	chacha20poly1305.New(key)
}
