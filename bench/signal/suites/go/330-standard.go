// CWE-330: secrets from a predictable generator.
package main

import (
	crand "crypto/rand"
	"encoding/hex"
	"fmt"
	"math/rand"
	"time"
)

// == vulnerable: a token
func newToken() string {
	return fmt.Sprintf("%x", rand.Int63())
}
// == vulnerable: letters of a password
func generatePassword(length int) string {
	out := make([]byte, length)
	for i := range out {
		out[i] = letters[rand.Intn(len(letters))]
	}
	return string(out)
}
// == vulnerable: bytes of a session identifier
func sessionID() string {
	raw := make([]byte, 16)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}
// == vulnerable: a code
func sendCode(user *User) {
	otp := fmt.Sprintf("%06d", rand.Intn(1000000))
	user.Send(otp)
}
// == vulnerable: an own generator
func newSecret() string {
	generator := rand.New(rand.NewSource(time.Now().UnixNano()))
	return fmt.Sprint(generator.Int63())
}
// == vulnerable: a field
func invite(user *User) {
	user.InviteToken = fmt.Sprint(rand.Uint64())
}
// == vulnerable: the time
func resetToken() string {
	return fmt.Sprintf("%x", time.Now().UnixNano())
}
// == safe: random bytes
func newToken() string {
	raw := make([]byte, 32)
	if _, err := crand.Read(raw); err != nil {
		panic(err)
	}
	return hex.EncodeToString(raw)
}
// == safe: a delay
func delay() time.Duration {
	return time.Duration(rand.Intn(100)) * time.Millisecond
}
// == safe: a choice of servers
func pick(servers []string) string {
	return servers[rand.Intn(len(servers))]
}
// == safe: shuffled
func shuffle(cards []int) {
	rand.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
}
// == safe: when a token is renewed
func refreshTokenAfter() time.Duration {
	return time.Hour + time.Duration(rand.Int63n(int64(time.Minute)))
}
