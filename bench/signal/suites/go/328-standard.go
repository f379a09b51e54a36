// CWE-328: hashes too fast for passwords.
package main

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/pbkdf2"
)

// == vulnerable: MD5
func hash(password string) string {
	sum := md5.Sum([]byte(password))
	return hex.EncodeToString(sum[:])
}
// == vulnerable: SHA-1 with a salt
func hash(password, salt string) string {
	return fmt.Sprintf("%x", sha1.Sum([]byte(password+salt)))
}
// == vulnerable: SHA-256
func check(user User, password string) bool {
	return user.Hash == fmt.Sprintf("%x", sha256.Sum256([]byte(password)))
}
// == vulnerable: a writer
func hash(password string) string {
	h := sha256.New()
	io.WriteString(h, password)
	return hex.EncodeToString(h.Sum(nil))
}
// == vulnerable: a writer with bytes
func hash(user *User) string {
	h := md5.New()
	h.Write([]byte(user.Password))
	return hex.EncodeToString(h.Sum(nil))
}
// == vulnerable: few rounds
func hash(password, salt []byte) []byte {
	return pbkdf2.Key(password, salt, 100, 32, sha1.New)
}
// == vulnerable: bcrypt with few rounds
func hash(password string) ([]byte, error) {
	return bcrypt.GenerateFromPassword([]byte(password), 4)
}
// == safe: bcrypt
func hash(password string) ([]byte, error) {
	return bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
}
// == safe: many rounds
func hash(password, salt []byte) []byte {
	return pbkdf2.Key(password, salt, 600000, 32, sha256.New)
}
// == safe: a file's content
func etag(content []byte) string {
	return fmt.Sprintf("%x", md5.Sum(content))
}
// == safe: an HMAC
func sign(key, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return mac.Sum(nil)
}
// == safe: a long random token
func store(token string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(token)))
}
// == safe: the list of leaked passwords is asked by a part of a hash
func policy(passwordPolicy string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(passwordPolicy)))
}
