// CWE-329: an encryption that starts from a constant.
package main

import (
	"crypto/cipher"
	"crypto/rand"
	"io"
)

// == vulnerable: bytes of a text
func encrypt(block cipher.Block) cipher.BlockMode {
	return cipher.NewCBCEncrypter(block, []byte("0123456789abcdef"))
}
// == vulnerable: in a variable of the package
var iv = []byte("0123456789abcdef")

func encrypt(block cipher.Block) cipher.Stream {
	return cipher.NewCTR(block, iv)
}
// == vulnerable: zeros
func encrypt(block cipher.Block, text []byte) {
	iv := make([]byte, 16)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
}
// == vulnerable: a constant nonce
func seal(aead cipher.AEAD, text []byte) []byte {
	nonce := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	return aead.Seal(nil, nonce, text, nil)
}
// == vulnerable: a nonce of zeros
func seal(block cipher.Block, text []byte) []byte {
	aead, _ := cipher.NewGCM(block)
	nonce := make([]byte, aead.NonceSize())
	return aead.Seal(nil, nonce, text, nil)
}
// == vulnerable: the key as the vector
func encrypt(block cipher.Block, key []byte) cipher.BlockMode {
	return cipher.NewCBCEncrypter(block, key[:block.BlockSize()])
}
// == safe: random
func seal(aead cipher.AEAD, text []byte) ([]byte, error) {
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, text, nil), nil
}
// == safe: random by ReadFull
func encrypt(block cipher.Block, text []byte) error {
	iv := make([]byte, 16)
	if _, err := io.ReadFull(rand.Reader, iv); err != nil {
		return err
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
	return nil
}
// == safe: in front of the sealed text
func open(block cipher.Block, sealed []byte) {
	iv, body := sealed[:16], sealed[16:]
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(body, body)
}
// == safe: a parameter
func encrypt(block cipher.Block, iv []byte) cipher.Stream {
	return cipher.NewCTR(block, iv)
}
