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

// == vulnerable: triple DES
func encrypt(key []byte) (cipher.Block, error) {
	return des.NewTripleDESCipher(key)
}
