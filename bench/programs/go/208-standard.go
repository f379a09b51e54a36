// CWE-208: secrets compared letter by letter.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
)

// == safe: subtle
func hook(given, body []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return subtle.ConstantTimeCompare(mac.Sum(nil), given) == 1
}
