// CWE-347: tokens that are believed unsigned.
package main

import (
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// == vulnerable: claims are not validated
func user(text string) (*jwt.Token, error) {
	parser := jwt.NewParser(jwt.WithoutClaimsValidation())
	return parser.Parse(text, keyOf)
}
