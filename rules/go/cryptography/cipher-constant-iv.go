package sample

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"io"
)

func encrypt(key, text []byte) {
	block, _ := aes.NewCipher(key)
	// ruleid: go.cipher.constant-iv
	cipher.NewCBCEncrypter(block, []byte("0123456789abcdef"))
	iv := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
	// ruleid: go.cipher.constant-iv
	cipher.NewCTR(block, iv)
	// ok: go.cipher.constant-iv
	cipher.NewCTR(block, text[:aes.BlockSize])
	// ok: go.cipher.constant-iv
	cipher.NewCBCDecrypter(block, []byte("0123456789abcdef"))
}

func encryptWell(aead cipher.AEAD, text []byte) ([]byte, error) {
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(rand.Reader, nonce); err != nil {
		return nil, err
	}
	// ok: go.cipher.constant-iv
	return aead.Seal(nonce, nonce, text, nil), nil
}

func encryptBadly(aead cipher.AEAD, text []byte) []byte {
	// ruleid: go.cipher.constant-iv
	return aead.Seal(nil, []byte("000000000000"), text, nil)
}

func zeros(block cipher.Block, text []byte) {
	iv := make([]byte, 16)
	// ruleid: go.cipher.constant-iv
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
	fresh := make([]byte, 16)
	_, _ = io.ReadFull(rand.Reader, fresh)
	// ok: go.cipher.constant-iv
	cipher.NewCBCEncrypter(block, fresh).CryptBlocks(text, text)
	parts := make([]byte, 16)
	_, _ = rand.Read(parts[:8])
	_, _ = io.ReadFull(rand.Reader, parts[8:])
	// ok: go.cipher.constant-iv
	cipher.NewCBCEncrypter(block, parts).CryptBlocks(text, text)
}

func inferred(block cipher.Block, text []byte) []byte {
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil
	}
	// ruleid: go.cipher.constant-iv
	return gcm.Seal(nil, []byte("unique nonce"), text, nil)
}
