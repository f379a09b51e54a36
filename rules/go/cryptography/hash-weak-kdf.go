package main

import (
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/pbkdf2"
)

func hash(password, salt []byte) {
	// ruleid: go.hash.weak-kdf
	_ = pbkdf2.Key(password, salt, 100, 32, sha1.New)
	// ruleid: go.hash.weak-kdf
	_, _ = bcrypt.GenerateFromPassword(password, 4)
	// ruleid: go.hash.weak-kdf
	_, _ = bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
	// ok: go.hash.weak-kdf
	_ = pbkdf2.Key(password, salt, 600000, 32, sha256.New)
	// ok: go.hash.weak-kdf
	_, _ = bcrypt.GenerateFromPassword(password, bcrypt.DefaultCost)
	// ok: go.hash.weak-kdf
	_, _ = bcrypt.GenerateFromPassword(password, 12)
}
