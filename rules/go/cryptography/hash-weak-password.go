package sample

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"

	"golang.org/x/crypto/bcrypt"
)

type user struct{ Password, Email string }

func store(u user, salt, file []byte, password string) string {
	// ruleid: go.hash.weak-password
	sum := md5.Sum([]byte(u.Password))
	hash := sha256.New()
	// ruleid: go.hash.weak-password
	hash.Write([]byte(password))
	// ok: go.hash.weak-password
	avatar := md5.Sum([]byte(u.Email))
	// ok: go.hash.weak-password
	etag := sha1.Sum(file)
	// ok: go.hash.weak-password
	slow, _ := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	return hex.EncodeToString(sum[:]) + string(avatar[:]) + string(etag[:]) + string(slow)
}

func short(pw string, pass string, path string) {
	// ruleid: go.hash.weak-password
	_ = md5.Sum([]byte(pw))
	// ruleid: go.hash.weak-password
	_ = sha1.Sum([]byte(pass))
	// ok: go.hash.weak-password
	_ = sha1.Sum([]byte(path))
}

func keys(password, name string, salt []byte) {
	slow := argon2.IDKey([]byte(password), salt, 1, 64, 4, 32)
	// ok: go.hash.weak-password
	_ = sha256.Sum256(slow)
	signed := encrypt([]byte(password))
	// ok: go.hash.weak-password
	_ = sha256.Sum256(signed)
}
