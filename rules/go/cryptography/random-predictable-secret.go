package sample

import (
	"math/rand"
	"time"
)

const letters = "abcdefghijklmnopqrstuvwxyz"

func newSessionToken() string {
	out := make([]byte, 32)
	for i := range out {
		// ruleid: go.random.predictable-secret
		out[i] = letters[rand.Intn(len(letters))]
	}
	return string(out)
}

func wait(attempt int) time.Duration {
	// ok: go.random.predictable-secret
	jitter := time.Duration(rand.Intn(1000)) * time.Millisecond
	// ruleid: go.random.predictable-secret
	nonce := rand.Uint64()
	// ok: go.random.predictable-secret
	port := 1024 + rand.Intn(60000)
	return jitter + time.Duration(nonce) + time.Duration(port)
}

func shuffle(names []string) string {
	// ok: go.random.predictable-secret
	return names[rand.Intn(len(names))]
}
