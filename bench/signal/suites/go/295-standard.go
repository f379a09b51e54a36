// CWE-295: the other side is not checked.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"

	"golang.org/x/crypto/ssh"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// == vulnerable: any certificate
var client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
// == vulnerable: set later
func weaken(config *tls.Config) {
	config.InsecureSkipVerify = true
}
// == vulnerable: on the default transport
func init() {
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
}
// == vulnerable: a check that says yes
var config = &tls.Config{
	InsecureSkipVerify: true,
	VerifyPeerCertificate: func(raw [][]byte, chains [][]*x509.Certificate) error {
		return nil
	},
}
// == vulnerable: any SSH key
var config = &ssh.ClientConfig{User: "x", HostKeyCallback: ssh.InsecureIgnoreHostKey()}
// == vulnerable: an SSH callback that says yes
var config = &ssh.ClientConfig{
	User: "x",
	HostKeyCallback: func(hostname string, remote net.Addr, key ssh.PublicKey) error {
		return nil
	},
}
// == vulnerable: gRPC
func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})))
}
// == safe: as it comes
var client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}}
// == safe: an own authority
func own(pool *x509.CertPool) *tls.Config {
	return &tls.Config{RootCAs: pool}
}
// == safe: from the configuration
func configured(options Options) *tls.Config {
	return &tls.Config{InsecureSkipVerify: options.Insecure}
}
// == safe: an own check
func pinned(check func([][]byte, [][]*x509.Certificate) error) *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: check}
}
// == safe: a fixed SSH key
func fixed(key ssh.PublicKey) *ssh.ClientConfig {
	return &ssh.ClientConfig{User: "x", HostKeyCallback: ssh.FixedHostKey(key)}
}
