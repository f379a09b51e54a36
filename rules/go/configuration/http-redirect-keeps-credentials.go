package main

import "net/http"

func clients(token string) {
	_ = http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error {
		// ruleid: go.http.redirect-keeps-credentials
		req.Header = via[0].Header.Clone()
		return nil
	}}
	_ = http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error {
		// ruleid: go.http.redirect-keeps-credentials
		req.Header.Set("Authorization", token)
		// ok: go.http.redirect-keeps-credentials
		req.Header.Set("Accept", "text/html")
		return nil
	}}
	_ = http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if req.URL.Host == via[0].URL.Host {
			// ok: go.http.redirect-keeps-credentials
			req.Header.Set("Authorization", token)
		}
		// ok: go.http.redirect-keeps-credentials
		return http.ErrUseLastResponse
	}}
}
