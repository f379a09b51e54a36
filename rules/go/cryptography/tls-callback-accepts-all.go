package main

import (
	"crypto/tls"
	"crypto/x509"
)

// ruleid: go.tls.callback-accepts-all
var open = &tls.Config{
	InsecureSkipVerify: true,
	VerifyPeerCertificate: func(raw [][]byte, chains [][]*x509.Certificate) error {
		return nil
	},
}

// ok: go.tls.callback-accepts-all
var pinned = &tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: check}

// ok: go.tls.callback-accepts-all
var plain = &tls.Config{MinVersion: tls.VersionTLS12}

// ok: go.tls.callback-accepts-all
var own = &tls.Config{
	InsecureSkipVerify: true,
	VerifyConnection: func(state tls.ConnectionState) error {
		return verify(state)
	},
}
