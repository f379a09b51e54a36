// CWE-532: secrets in the log.
package main

import (
	"log"
	"log/slog"
	"os"
)

// == vulnerable: a password
func login(name, password string) {
	log.Printf("log in %s with %s", name, password)
}
// == vulnerable: slog
func renew(token Token) {
	slog.Info("renewed", "accessToken", token.AccessToken)
}
// == vulnerable: the environment
func start() {
	log.Println("key", os.Getenv("API_SECRET_KEY"))
}
// == vulnerable: a field
func connect(config Config) {
	logger.Infof("connecting to %s as %s:%s", config.Host, config.User, config.Password)
}
// == vulnerable: zap
func connect(config Config) {
	logger.Info("connect", zap.String("password", config.Password))
}
// == safe: the name only
func login(name, password string) {
	log.Printf("log in %s", name)
}
// == safe: whether there is one
func connect(config Config) {
	log.Println("password set:", config.Password != "")
}
// == safe: its length
func renew(accessToken string) {
	log.Println("token of length", len(accessToken))
}
// == safe: a message about passwords
func wrong(name string) {
	log.Println("wrong password for", name)
}
// == safe: masked
func connect(config Config) {
	log.Println("password", mask(config.Password))
}
