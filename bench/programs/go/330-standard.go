// CWE-330: secrets from a predictable generator.
package main

import (
	crand "crypto/rand"
	"encoding/hex"
	"fmt"
	"math/rand"
	"time"
)

// == vulnerable: bytes of a session identifier
func sessionID() string {
	raw := make([]byte, 16)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}
// == vulnerable: an own generator
func newSecret() string {
	generator := rand.New(rand.NewSource(time.Now().UnixNano()))
	return fmt.Sprint(generator.Int63())
}
// == safe: random bytes
func newToken() string {
	raw := make([]byte, 32)
	if _, err := crand.Read(raw); err != nil {
		panic(err)
	}
	return hex.EncodeToString(raw)
}
