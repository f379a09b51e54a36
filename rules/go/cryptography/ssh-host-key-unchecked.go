package sample

import (
	"errors"
	"net"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func configs(key ssh.PublicKey) []*ssh.ClientConfig {
	callback, err := knownhosts.New("/etc/ssh/known_hosts")
	if err != nil {
		return nil
	}
	return []*ssh.ClientConfig{
		// ruleid: go.ssh.host-key-unchecked
		&ssh.ClientConfig{User: "git", HostKeyCallback: ssh.InsecureIgnoreHostKey()},
		// ruleid: go.ssh.host-key-unchecked
		&ssh.ClientConfig{HostKeyCallback: func(host string, address net.Addr, key ssh.PublicKey) error { return nil }},
		// ok: go.ssh.host-key-unchecked
		&ssh.ClientConfig{User: "git", HostKeyCallback: callback},
		// ok: go.ssh.host-key-unchecked
		&ssh.ClientConfig{User: "git", HostKeyCallback: ssh.FixedHostKey(key)},
		// ok: go.ssh.host-key-unchecked
		&ssh.ClientConfig{HostKeyCallback: func(host string, address net.Addr, key ssh.PublicKey) error { return errors.New(host) }},
	}
}
