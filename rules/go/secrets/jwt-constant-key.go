package sample

import (
	"os"

	"github.com/golang-jwt/jwt/v5"
	"github.com/gorilla/sessions"
)

var key = []byte("made-up-for-this-sample")

func sign(claims jwt.Claims, given []byte) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	// ruleid: go.jwt.constant-key
	token.SignedString([]byte("made-up-for-this-sample"))
	// ruleid: go.jwt.constant-key
	token.SignedString(key)
	// ruleid: go.jwt.constant-key
	sessions.NewCookieStore([]byte("made-up-for-this-sample"))
	// ok: go.jwt.constant-key
	token.SignedString([]byte(os.Getenv("SIGNING_KEY")))
	// ok: go.jwt.constant-key
	token.SignedString(given)
	// ok: go.jwt.constant-key
	sessions.NewCookieStore(given)
}
