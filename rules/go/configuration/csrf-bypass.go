package main

import "net/http"

func protect(pattern string) {
	protection := http.NewCrossOriginProtection()
	// ruleid: go.csrf.bypass
	protection.AddInsecureBypassPattern("/")
	// ruleid: go.csrf.bypass
	protection.AddInsecureBypassPattern(pattern)
	// ok: go.csrf.bypass
	protection.AddTrustedOrigin("https://example.org")
	// ok: go.csrf.bypass
	protection.SetDenyHandler(http.NotFoundHandler())
	// ok: go.csrf.bypass
	protection.AddInsecureBypassPattern("/healthz")
	// ok: go.csrf.bypass
	http.Handle("/", protection.Handler(http.NotFoundHandler()))
}
