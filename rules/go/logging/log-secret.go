package sample

import (
	"errors"
	"log"
	"log/slog"
)

var errWrongPassword = errors.New("wrong password")

type config struct {
	Password, PasswordFile, User string
	FallbackToPassword           bool
}

func start(c config, apiKey string) {
	// ruleid: go.log.secret
	log.Printf("connecting as %s with %s", c.User, c.Password)
	// ruleid: go.log.secret
	slog.Info("starting", "key", apiKey)
	// ok: go.log.secret
	log.Printf("connecting as %s", c.User)
	// ok: go.log.secret
	log.Printf("the password is read from %s", c.PasswordFile)
	// ok: go.log.secret
	log.Println("password", c.Password != "")
	// ok: go.log.secret
	slog.Info("starting", "fallback_to_password", c.FallbackToPassword)
	// ok: go.log.secret
	log.Println(errWrongPassword)
	// ok: go.log.secret
	log.Printf("password of %d letters", len(c.Password))
}
