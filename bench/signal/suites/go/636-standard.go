// CWE-636 and CWE-252: a check that lets in when it fails, and one that nobody reads.
package main

import (
	"net/http"

	"golang.org/x/crypto/bcrypt"
)

// == vulnerable: true with an error
func isAllowed(user User, action string) bool {
	allowed, err := policy.Check(user, action)
	if err != nil {
		return true
	}
	return allowed
}
// == vulnerable: the next handler in spite of the error
func authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := verifyToken(r.Header.Get("Authorization"))
		if err != nil {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, withUser(r, user))
	})
}
// == vulnerable: nothing happens
func checkPassword(hash, password []byte) bool {
	_ = bcrypt.CompareHashAndPassword(hash, password)
	return true
}
// == vulnerable: no error although it failed
func verifySignature(body, signature []byte) error {
	if err := key.Verify(body, signature); err != nil {
		log.Println("bad signature", err)
		return nil
	}
	return nil
}
// == vulnerable: only logged
func login(w http.ResponseWriter, r *http.Request) {
	if err := bcrypt.CompareHashAndPassword(hashOf(r), []byte(r.FormValue("password"))); err != nil {
		log.Println(err)
	}
	startSession(w, r)
}
// == safe: false with an error
func isAllowed(user User, action string) bool {
	allowed, err := policy.Check(user, action)
	if err != nil {
		return false
	}
	return allowed
}
// == safe: refused
func authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := verifyToken(r.Header.Get("Authorization"))
		if err != nil {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, withUser(r, user))
	})
}
// == safe: compared
func checkPassword(hash, password []byte) bool {
	return bcrypt.CompareHashAndPassword(hash, password) == nil
}
// == safe: the error is handed on
func verifySignature(body, signature []byte) error {
	if err := key.Verify(body, signature); err != nil {
		return fmt.Errorf("bad signature: %w", err)
	}
	return nil
}
// == safe: true about something else
func isEmpty(path string) bool {
	entries, err := os.ReadDir(path)
	if err != nil {
		return true
	}
	return len(entries) == 0
}
