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

func moreNames(w http.ResponseWriter) {
	// ruleid: go.random.predictable-secret
	sid := strconv.Itoa(rand.Int())
	// ruleid: go.random.predictable-secret
	var resetCode = rand.Intn(1000000)
	// ruleid: go.random.predictable-secret
	http.SetCookie(w, &http.Cookie{Name: "session", Value: strconv.Itoa(rand.Int())})
	// ok: go.random.predictable-secret
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: strconv.Itoa(rand.Intn(3))})
	_, _ = sid, resetCode
}

func tries() (string, error) {
	number := rand.Intn(10)
	// ok: go.random.predictable-secret
	delay := time.Duration(number) * time.Second
	time.Sleep(delay)
	return token(delay)
}
