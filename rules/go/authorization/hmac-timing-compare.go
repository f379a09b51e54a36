package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"bytes"
)

func hook(given string, raw, body, key []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	// ruleid: go.hmac.timing-compare
	if bytes.Equal(mac.Sum(nil), raw) {
		return true
	}
	expected := hex.EncodeToString(mac.Sum(nil))
	// ok: go.hmac.timing-compare
	if len(expected) != 64 {
		return false
	}
	// ok: go.hmac.timing-compare
	if hmac.Equal(mac.Sum(nil), raw) {
		return true
	}
	// ok: go.hmac.timing-compare
	if bytes.Equal(raw, body) {
		return false
	}
	// ruleid: go.hmac.timing-compare
	return given == expected
}
