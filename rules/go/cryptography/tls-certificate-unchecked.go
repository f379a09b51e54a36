package sample

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"net/http"
)

var insecure = flag.Bool("insecure", false, "do not check certificates")

func client() *http.Client {
	// ruleid: go.tls.certificate-unchecked
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	// ruleid: go.tls.certificate-unchecked
	config.InsecureSkipVerify = true
	return &http.Client{Transport: transport}
}

func fine(pool *x509.CertPool, check func(tls.ConnectionState) error) []*tls.Config {
	configs := []*tls.Config{
		// ok: go.tls.certificate-unchecked
		&tls.Config{InsecureSkipVerify: false, RootCAs: pool},
		// ok: go.tls.certificate-unchecked
		&tls.Config{InsecureSkipVerify: *insecure},
		// ok: go.tls.certificate-unchecked
		&tls.Config{InsecureSkipVerify: true, VerifyConnection: check},
	}
	if *insecure {
		// ok: go.tls.certificate-unchecked
		configs[0].InsecureSkipVerify = true
	}
	return configs
}

func option(name string, config *tls.Config) {
	switch name {
	case "insecure_skip_verify":
		// ok: go.tls.certificate-unchecked
		config.InsecureSkipVerify = true
	case "tls":
		// ruleid: go.tls.certificate-unchecked
		config.InsecureSkipVerify = true
	}
}
