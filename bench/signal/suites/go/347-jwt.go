// CWE-347: tokens that are believed unsigned.
package main

import (
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// == vulnerable: only parsed
func user(text string) (string, error) {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(text, claims); err != nil {
		return "", err
	}
	return claims["sub"].(string), nil
}
// == vulnerable: none is allowed
func user(text string) (*jwt.Token, error) {
	return jwt.Parse(text, func(token *jwt.Token) (any, error) {
		return jwt.UnsafeAllowNoneSignatureType, nil
	})
}
// == vulnerable: signed with none
func sign(claims jwt.MapClaims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
}
// == vulnerable: claims are not validated
func user(text string) (*jwt.Token, error) {
	parser := jwt.NewParser(jwt.WithoutClaimsValidation())
	return parser.Parse(text, keyOf)
}
// == vulnerable: the error is thrown away
func user(text string) jwt.Claims {
	token, _ := jwt.Parse(text, keyOf)
	return token.Claims
}
// == safe: parsed with a key
func user(text string) (*jwt.Token, error) {
	return jwt.Parse(text, keyOf, jwt.WithValidMethods([]string{"HS256"}))
}
// == safe: the method is looked at
func user(text string, key []byte) (*jwt.Token, error) {
	return jwt.Parse(text, func(token *jwt.Token) (any, error) {
		if _, ok := token.Method.(*jwt.SigningMethodHMAC); !ok {
			return nil, fmt.Errorf("unexpected method %v", token.Header["alg"])
		}
		return key, nil
	})
}
// == safe: signed
func sign(claims jwt.MapClaims, key []byte) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}
// == safe: the validity is looked at
func user(text string) (jwt.Claims, bool) {
	token, err := jwt.Parse(text, keyOf)
	if err != nil || !token.Valid {
		return nil, false
	}
	return token.Claims, true
}
