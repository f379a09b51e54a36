package sample

import (
	"crypto/hmac"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/crypto/bcrypt"
)

func login(hash, password, mac, wanted []byte, raw string, key jwt.Keyfunc) bool {
	// ruleid: go.verification.ignored
	_ = bcrypt.CompareHashAndPassword(hash, password)
	// ruleid: go.verification.ignored
	_ = hmac.Equal(mac, wanted)
	// ok: go.verification.ignored
	same := hmac.Equal(mac, wanted)
	// ok: go.verification.ignored
	if err := bcrypt.CompareHashAndPassword(hash, password); err != nil {
		return false
	}
	// ok: go.verification.ignored
	_, _ = fmt.Println("done")
	// ruleid: go.verification.ignored
	token, _ := jwt.Parse(raw, key)
	return same && token != nil
}
