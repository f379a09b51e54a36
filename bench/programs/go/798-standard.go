// CWE-798 and CWE-321: keys written in the code.
package main

import (
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"os"

	"github.com/golang-jwt/jwt/v5"
	"github.com/gorilla/sessions"
)

// == vulnerable: the key function
func user(text string) (*jwt.Token, error) {
	return jwt.Parse(text, func(token *jwt.Token) (interface{}, error) {
		return []byte("s3cr3t-k3y-of-shop"), nil
	})
}
