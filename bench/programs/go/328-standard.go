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

// == vulnerable: SHA-1 with a salt
func hash(password, salt string) string {
	return fmt.Sprintf("%x", sha1.Sum([]byte(password+salt)))
}
