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

// == vulnerable: a signature as text
func hook(r *http.Request, body []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	expected := hex.EncodeToString(mac.Sum(nil))
	return r.Header.Get("X-Signature") == expected
}
// == vulnerable: a signature as bytes
func hook(given, body []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return bytes.Equal(mac.Sum(nil), given)
}
// == vulnerable: turned round
func hook(r *http.Request, body []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	if "sha256="+hex.EncodeToString(mac.Sum(nil)) != r.Header.Get("X-Hub-Signature-256") {
		return false
	}
	return true
}
// == safe: hmac.Equal
func hook(given, body []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), given)
}
// == safe: subtle
func hook(given, body []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return subtle.ConstantTimeCompare(mac.Sum(nil), given) == 1
}
// == safe: a checksum
func damaged(content []byte, sum string) bool {
	found := sha256.Sum256(content)
	return hex.EncodeToString(found[:]) != sum
}
