// CWE-798 and CWE-321: keys written in the code.
package main

import (
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"os"

	"github.com/golang-jwt/jwt/v5"
	"github.com/gorilla/sessions"
)

// == vulnerable: a token is signed
func sign(claims jwt.MapClaims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte("s3cr3t-k3y-of-shop"))
}
// == vulnerable: the key in a variable
var key = []byte("s3cr3t-k3y-of-shop")

func sign(claims jwt.MapClaims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}
// == vulnerable: the key in a constant
const key = "s3cr3t-k3y-of-shop"

func sign(claims jwt.MapClaims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(key))
}
// == vulnerable: the key function
func user(text string) (*jwt.Token, error) {
	return jwt.Parse(text, func(token *jwt.Token) (interface{}, error) {
		return []byte("s3cr3t-k3y-of-shop"), nil
	})
}
// == vulnerable: a cookie store
var store = sessions.NewCookieStore([]byte("s3cr3t-k3y-of-shop"))
// == vulnerable: a cipher's key
func block() (cipher.Block, error) {
	return aes.NewCipher([]byte("0123456789abcdef0123456789abcdef"))
}
// == vulnerable: an HMAC's key
func mac(body []byte) []byte {
	h := hmac.New(sha256.New, []byte("s3cr3t-k3y-of-shop"))
	h.Write(body)
	return h.Sum(nil)
}
// == vulnerable: Gin's basic accounts
func routes(engine *gin.Engine) {
	engine.Use(gin.BasicAuth(gin.Accounts{"admin": "s3cr3t-of-shop"}))
}
// == safe: the environment
func sign(claims jwt.MapClaims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(os.Getenv("JWT_KEY")))
}
// == safe: a parameter
func sign(claims jwt.MapClaims, key []byte) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}
// == safe: the configuration
var store = sessions.NewCookieStore([]byte(config.SessionKey))
// == safe: from a file
func sign(claims jwt.MapClaims) (string, error) {
	key, err := os.ReadFile("/etc/shop/key")
	if err != nil {
		return "", err
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}
// == safe: a hash of a constant
func sum() []byte {
	h := sha256.New()
	h.Write([]byte("constant"))
	return h.Sum(nil)
}
