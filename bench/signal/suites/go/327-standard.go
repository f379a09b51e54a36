// CWE-327: broken ciphers, and CWE-326: short keys.
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rand"
	"crypto/rc4"
	"crypto/rsa"
	"crypto/tls"
)

// == vulnerable: DES
func encrypt(key []byte) (cipher.Block, error) {
	return des.NewCipher(key)
}
// == vulnerable: triple DES
func encrypt(key []byte) (cipher.Block, error) {
	return des.NewTripleDESCipher(key)
}
// == vulnerable: RC4
func encrypt(key []byte) (*rc4.Cipher, error) {
	return rc4.NewCipher(key)
}
// == vulnerable: a short RSA key
func pair() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 1024)
}
// == vulnerable: a short RSA key by a constant
const bits = 1024

func pair() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, bits)
}
// == vulnerable: block by block
func encrypt(block cipher.Block, text []byte) []byte {
	sealed := make([]byte, len(text))
	for i := 0; i < len(text); i += block.BlockSize() {
		block.Encrypt(sealed[i:], text[i:])
	}
	return sealed
}
// == vulnerable: an old version of TLS
var config = &tls.Config{MinVersion: tls.VersionTLS10}
// == vulnerable: a broken cipher suite
var config = &tls.Config{CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}}
// == vulnerable: a version set later
func weaken(config *tls.Config) {
	config.MinVersion = tls.VersionSSL30
}
// == safe: AES in GCM
func seal(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
// == safe: a long RSA key
func pair() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 3072)
}
// == safe: a new version of TLS
var config = &tls.Config{MinVersion: tls.VersionTLS12}
// == safe: strong cipher suites
var config = &tls.Config{CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}}
// == safe: one block of a counter
func block(cipher cipher.Block, counter []byte) []byte {
	out := make([]byte, 16)
	cipher.Encrypt(out, counter)
	return out
}
