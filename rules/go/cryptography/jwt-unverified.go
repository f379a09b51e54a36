package sample

import (
	"github.com/golang-jwt/jwt/v5"
)

func name(token string, keys map[string][]byte) (string, error) {
	claims := jwt.MapClaims{}
	// ruleid: go.jwt.unverified
	jwt.NewParser().ParseUnverified(token, claims)
	subject, err := claims.GetSubject()
	return subject, err
}

func sign(claims jwt.Claims) (string, error) {
	// ruleid: go.jwt.unverified
	return jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
}

func verified(token string, keys map[string][]byte) (*jwt.Token, error) {
	claims := jwt.RegisteredClaims{}
	// ok: go.jwt.unverified
	first, _, err := jwt.NewParser().ParseUnverified(token, &claims)
	if err != nil {
		return first, err
	}
	// ok: go.jwt.unverified
	whole, err := jwt.Parse(token, func(t *jwt.Token) (any, error) { return keys[claims.Issuer], nil })
	return whole, err
}

func parse(token string, key []byte) {
	// ok: go.jwt.unverified
	jwt.ParseWithClaims(token, jwt.MapClaims{}, func(t *jwt.Token) (any, error) { return key, nil }, jwt.WithValidMethods([]string{"HS256"}))
}

func checkedThen(token string, keys Keys) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	// ok: go.jwt.unverified
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	if err != nil {
		return nil, err
	}
	err = keys.ValidateSignature(token)
	if err != nil {
		return nil, err
	}
	return claims, nil
}

func unverifiedClaims(token string) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	// ok: go.jwt.unverified
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	return claims, err
}

func ofProvider(answer *oauth2.Token) (*jwt.Token, error) {
	given := answer.Extra("id_token")
	// ok: go.jwt.unverified
	token, _, err := new(jwt.Parser).ParseUnverified(given.(string), jwt.MapClaims{})
	return token, err
}

func keyName(text string) string {
	// ok: go.jwt.unverified
	unverifiedToken, _, _ := new(jwt.Parser).ParseUnverified(text, jwt.MapClaims{})
	return unverifiedToken.Header["kid"].(string)
}
