// CWE-636 and CWE-252: a check that lets in when it fails, and one that nobody reads.
package main

import (
	"net/http"

	"golang.org/x/crypto/bcrypt"
)

// == vulnerable: no error although it failed
func verifySignature(body, signature []byte) error {
	if err := key.Verify(body, signature); err != nil {
		log.Println("bad signature", err)
		return nil
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
