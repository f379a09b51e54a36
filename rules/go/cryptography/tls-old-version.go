package sample

import "crypto/tls"

func configs() []*tls.Config {
	later := &tls.Config{}
	// ruleid: go.tls.old-version
	later.MinVersion = tls.VersionTLS11
	// ok: go.tls.old-version
	names := map[uint16]string{tls.VersionTLS10: "1.0", tls.VersionTLS12: "1.2"}
	println(len(names))
	return []*tls.Config{
		// ruleid: go.tls.old-version
		&tls.Config{MinVersion: tls.VersionTLS10},
		// ok: go.tls.old-version
		&tls.Config{MinVersion: tls.VersionTLS12},
		// ok: go.tls.old-version
		&tls.Config{MinVersion: tls.VersionTLS13, MaxVersion: tls.VersionTLS13},
		// ok: go.tls.old-version
		&tls.Config{},
	}
}
