package main

import "crypto/tls"

func configs(check func([][]byte, [][]*x509.Certificate) error, whole func(tls.ConnectionState) error) {
	// ruleid: go.tls.resumption-skips-check
	_ = &tls.Config{VerifyPeerCertificate: check}
	// ok: go.tls.resumption-skips-check
	_ = &tls.Config{VerifyPeerCertificate: check, VerifyConnection: whole}
	// ok: go.tls.resumption-skips-check
	_ = &tls.Config{VerifyPeerCertificate: check, SessionTicketsDisabled: true}
	// ok: go.tls.resumption-skips-check
	_ = &tls.Config{VerifyConnection: whole}
}
